package ref

import (
	"testing"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
)

func TestParseLeadID(t *testing.T) {
	for _, text := range []string{"L-1042", "l-1042", "l1042", "L 1042", "#1042", "1042", " L–1042 ", "L‑1042", "L #1042", "L-1042.", "L-1042,", "L\u00a0-\u200b1042", "L-0001042"} {
		if id, err := ParseLeadID(text); err != nil || id != 1042 {
			t.Errorf("%q is %d, %v", text, id, err)
		}
	}
	for _, text := range []string{"", "L-", "L-0", "L-x", "Jane", "L-1042x", "+1042", "10 42", "1.042", "L-1000000000000", "9999999999999999999999", "LL-5", "L-１"} {
		id, err := ParseLeadID(text)
		if id != 0 {
			t.Errorf("%q is taken for %d", text, id)
		}
		faulttest.WantKind(t, err, fault.KindInvalid)
	}
}

func FuzzParseLeadID(f *testing.F) {
	for _, text := range []string{"L-1042", "l 7", "#12", "999999999999", "L-", "\uE000U1\uE001", "L−3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseLeadID(text)
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				t.Fatalf("%q: %v", text, err)
			}
			for _, segment := range fault.Segments(fault.UserText(err)) {
				if segment.Mention != "" || !segment.Moment.IsZero() {
					t.Fatalf("what was typed becomes a mention: %+v", segment)
				}
			}
			return
		}
		if id < 1 || id > maxNumber {
			t.Fatalf("%q is %d", text, id)
		}
		if again, err := ParseLeadID(id.String()); err != nil || again != id {
			t.Fatalf("%s is read as %d, %v", id, again, err)
		}
	})
}

func TestLeadIDAsText(t *testing.T) {
	for id, want := range map[LeadID]string{0: "", 7: "L-7"} {
		text, err := id.MarshalText()
		var back LeadID
		if err != nil || string(text) != want || back.UnmarshalText(text) != nil || back != id {
			t.Errorf("%d is written %q and read %d, %v", id, text, back, err)
		}
	}
	var id LeadID
	if id.UnmarshalText([]byte("x")) == nil {
		t.Error("nonsense is read as a lead")
	}
}

func TestMentioned(t *testing.T) {
	for id, want := range map[UserID]string{"": "nobody", Leadloop: "Leadloop", sam: fault.Mention("U0SAM")} {
		if id.Mentioned() != want {
			t.Errorf("%q is mentioned as %q", id, id.Mentioned())
		}
	}
}
