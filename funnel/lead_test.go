package funnel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestALoggedLead(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, funnel.LeadInput{Name: "  Jane   Doe ", Email: "<mailto:Jane+x@Acme.com|jane>", Phone: "030 1234567"}, s.act(mia), s.p))
	want := funnel.Lead{
		V: 1, ID: 1042, Rev: 1, Name: "Jane Doe", Email: "jane+x@acme.com", EmailKey: "jane@acme.com",
		Phone: "+49 30 1234567", PhoneKey: "+49301234567", Stage: agreement.Known, StageSince: s.now,
		Reached: map[agreement.Stage]time.Time{agreement.Known: s.now}, CreatedAt: s.now, ChangedAt: s.now, CountedAt: s.now, Marketer: mia,
	}
	if diff := cmp.Diff(want, s.lead); diff != "" {
		t.Errorf("lead (-want +got):\n%s", diff)
	}
	s.wantTold("card leads")
}

func TestWhoCannotBeReachedIsAnInquiry(t *testing.T) {
	s := newStory(t)
	s.does(logLead(1042, funnel.LeadInput{Company: "Acme"}, s.act(mia), s.p))
	if s.lead.Stage != agreement.Inquiry {
		t.Errorf("stage %s", s.lead.Stage)
	}
	s.does(s.lead.Edit(funnel.LeadInput{Phone: "+49 30 1234567"}, s.act(mia), s.p))
	if s.lead.Stage != agreement.Known || s.last.Entries[0].Kind != funnel.EntryEdited || !s.last.Entries[0].First {
		t.Errorf("with a phone number: %s, %+v", s.lead.Stage, s.last.Entries)
	}
}

func TestWrongInputNamesEveryField(t *testing.T) {
	long := strings.Repeat("x", 1000)
	tests := []struct {
		name   string
		in     funnel.LeadInput
		fields []string
	}{
		{"nothing", funnel.LeadInput{}, []string{"name"}},
		{"blanks", funnel.LeadInput{Name: " \t", Email: " ", Source: "web"}, []string{"name"}},
		{"malformed e-mail", funnel.LeadInput{Name: "Jane", Email: "jane@acme"}, []string{"email"}},
		{"no profile", funnel.LeadInput{Name: "Jane", LinkedIn: "linkedin.com/company/acme"}, []string{"linkedin"}},
		{"no phone number", funnel.LeadInput{Name: "Jane", Phone: "call me"}, []string{"phone"}},
		{
			"over limits",
			funnel.LeadInput{Name: long, Company: long, Title: long, Source: long, Campaign: long, Need: long, ExternalID: long, Segment: long, Tags: long},
			[]string{"name", "company", "title", "source", "campaign", "need", "external_id", "segment", "tags"},
		},
		{"of the company", funnel.LeadInput{Name: "Jane", Country: "Atlantis", Employees: "many", Tags: "a,b,c,d,e,f,g,h,i,j,k"}, []string{"country", "employees", "tags"}},
		{"several", funnel.LeadInput{Name: long, Email: "@", Phone: "1"}, []string{"name", "email", "phone"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStory(t)
			_, err := logLead(1, test.in, s.act(mia), s.p)
			wantKind(t, err, fault.KindInvalid)
			wrong, _ := errors.AsType[*fault.Error](err)
			var fields []string
			for _, f := range wrong.Fields {
				fields = append(fields, f.Field)
				wantSentence(t, f.Text)
			}
			if diff := cmp.Diff(test.fields, fields); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARepeatFillsBlanksAndOverwritesNothing(t *testing.T) {
	s := standing(t, "lead")
	s.does(repeat(s.lead, funnel.LeadInput{Name: "J. D.", Company: "Other", Email: "jd@gmail.com", Phone: "+49 30 1234567", Title: "CFO", Source: "call", Need: "A quote"}, s.act(mel), s.p))
	got := []string{s.lead.Name, s.lead.Company, s.lead.Email, s.lead.Phone, s.lead.Title, s.lead.Source, s.lead.Need}
	want := []string{"Jane Doe", "Acme", "jane@acme.com", "+49 30 1234567", "CFO", "webinar", "Faster books"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s.lead.EmailKey != "jane@acme.com" || s.lead.PhoneKey != "+49301234567" {
		t.Errorf("known again by %q and %q", s.lead.EmailKey, s.lead.PhoneKey)
	}
	e := s.last.Entries[0]
	if e.Kind != funnel.EntryTouched || e.Touch != "call" || e.Note != "A quote" || s.lead.Touches != 1 || s.lead.Marketer != mia {
		t.Errorf("the repeat is kept as %+v of %+v", e, s.lead)
	}
	s.wantTold("repeated U0MIA")
}

func TestWhatARepeatDoes(t *testing.T) {
	const days = 24 * time.Hour
	tests := []struct {
		where string
		later time.Duration
		stage agreement.Stage
		told  []string
	}{
		{"inquiry", days, agreement.Known, []string{"repeated U0MIA"}},
		{"lead", days, agreement.Known, []string{"repeated U0MIA"}},
		{"offered", days, agreement.MQL, []string{"repeated U0SAM"}},
		{"sal", days, agreement.SAL, []string{"repeated U0SAM"}},
		{"sql", 100 * days, agreement.SQL, []string{"repeated U0SAM"}},
		{"recycled", days, agreement.Known, []string{"repeated U0MIA"}},
		{"lost", 90 * days, agreement.Lost, []string{"repeated U0MIA"}},
		{"lost", 90*days + time.Second, agreement.Known, []string{"repeated U0MIA"}},
		{"disqualified", 90 * days, agreement.Disqualified, nil},
		{"disqualified", 91 * days, agreement.Known, []string{"repeated U0MIA"}},
		{"customer", 500 * days, agreement.Customer, []string{"repeated U0MIA"}},
	}
	for _, test := range tests {
		t.Run(test.where+" after "+test.later.String(), func(t *testing.T) {
			s := standing(t, test.where)
			clocks := s.lead.Clone().Clocks
			s.now = s.now.Add(test.later)
			s.does(repeat(s.lead, jane, s.act(mel), s.p))
			if s.lead.Stage != test.stage {
				t.Errorf("stage %s, want %s", s.lead.Stage, test.stage)
			}
			if diff := cmp.Diff(clocks, s.lead.Clocks); diff != "" {
				t.Errorf("an enquiry is no act of sales, but the clocks changed:\n%s", diff)
			}
			s.wantTold(test.told...)
			if test.stage == agreement.Known && (s.lead.Owner != "" || !s.lead.EndedAt.IsZero() || !s.lead.RecycleUntil.IsZero()) {
				t.Errorf("marketing's again, but still %+v", s.lead)
			}
		})
	}
}

func TestARepeatOfAnImportedLeadHasAMarketer(t *testing.T) {
	s := newStory(t)
	s.does(importLead(1, jane, funnel.Past{Stage: agreement.MQL, At: s.now.AddDate(-1, 0, 0)}, s.act(ada), s.p))
	s.does(repeat(s.lead, jane, s.act(mel), s.p))
	if turn, team := s.lead.Turn(); turn != mel || team != ref.Marketing {
		t.Errorf("turn of %q of %q", turn, team)
	}
}

func TestEditChangesWhatIsGiven(t *testing.T) {
	s := standing(t, "sal")
	s.does(s.lead.Edit(funnel.LeadInput{Email: "j.doe@acme.com", Title: "CFO"}, s.act(sam), s.p))
	if s.lead.Email != "j.doe@acme.com" || s.lead.EmailKey != "j.doe@acme.com" || s.lead.Title != "CFO" || s.lead.Name != "Jane Doe" {
		t.Errorf("edited to %+v", s.lead)
	}
	c, err := s.lead.Edit(funnel.LeadInput{Title: "CFO"}, s.act(sam), s.p)
	if err != nil || len(c.Entries) != 0 || c.Lead.Rev != s.lead.Rev {
		t.Errorf("an edit that changes nothing: %+v, %v", c, err)
	}
	_, err = s.lead.Edit(funnel.LeadInput{Email: "nonsense"}, s.act(sam), s.p)
	wantKind(t, err, fault.KindInvalid)
}

func TestWhoseTurn(t *testing.T) {
	tests := map[string]struct {
		person ref.UserID
		team   ref.Team
		loop   bool
	}{
		"inquiry": {mia, ref.Marketing, false}, "lead": {mia, ref.Marketing, false}, "offered": {sam, ref.Sales, true}, "sal": {sam, ref.Sales, true},
		"sql": {sam, ref.Sales, true}, "customer": {}, "lost": {}, "disqualified": {}, "recycled": {},
	}
	for where, want := range tests {
		lead := standing(t, where).lead
		person, team := lead.Turn()
		if person != want.person || team != want.team || lead.LoopOpen() != want.loop {
			t.Errorf("%s: turn of %q of %q, loop open %v; want %+v", where, person, team, lead.LoopOpen(), want)
		}
	}
}

func TestWho(t *testing.T) {
	for want, lead := range map[string]funnel.Lead{
		"Jane, Acme": {Name: "Jane", Company: "Acme", Email: "e"}, "Jane": {Name: "Jane"}, "Acme": {Company: "Acme", Email: "e"},
		"j@a.de": {Email: "j@a.de", Phone: "1"}, "+49 1": {Phone: "+49 1"}, "L-7": {ID: 7},
	} {
		if got := lead.Who(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
