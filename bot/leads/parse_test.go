package leads

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

func TestALeadIsReadHoweverItIsWritten(t *testing.T) {
	jane := funnel.LeadInput{Name: "Jane Doe", Company: "Acme", Email: "jane@acme.com"}
	with := func(change func(*funnel.LeadInput)) funnel.LeadInput {
		in := jane
		change(&in)
		return in
	}
	source := func(in *funnel.LeadInput) { in.Source = "webinar" }
	company := func(in *funnel.LeadInput) {
		in.Country, in.Employees, in.Segment, in.Tags = "DE", "250", "retail", "a,b"
	}
	for _, test := range []struct {
		text string
		want funnel.LeadInput
	}{
		{"Jane Doe, Acme, jane@acme.com", jane},
		{"Jane Doe,Acme,jane@acme.com", jane},
		{"  Jane\u00a0Doe ,\u2003Acme ,\tjane@acme.com , ", jane},
		{"Jane Doe; Acme; jane@acme.com", jane},
		{"Jane Doe, Acme, <mailto:jane@acme.com|jane@acme.com>", jane},
		{"<mailto:jane@acme.com|jane@acme.com>, Jane Doe, Acme", jane},
		{"Jane Doe &lt;<mailto:jane@acme.com|jane@acme.com>&gt;, Acme", jane},
		{"Jane Doe <jane@acme.com>, Acme", jane},
		{"Jane Doe (jane@acme.com), Acme", jane},
		{"Jane Doe jane@acme.com, Acme", jane},
		{"Jane Doe, <http://acme.com|acme.com>, jane@acme.com", with(func(in *funnel.LeadInput) { in.Company = "acme.com" })},
		{"Jane Doe, AT&amp;T, jane@acme.com", with(func(in *funnel.LeadInput) { in.Company = "AT&T" })},
		{"Jane Doe, Acme, Inc., jane@acme.com", with(func(in *funnel.LeadInput) { in.Company = "Acme, Inc" })},
		{"Jane Doe, Acme, jane@acme.com source=webinar", with(source)},
		{"Jane Doe, Acme, jane@acme.com, SOURCE = webinar", with(source)},
		{"source=webinar Jane Doe, Acme, jane@acme.com", with(source)},
		{"Jane Doe, Acme, source=webinar jane@acme.com", with(source)},
		{"Jane Doe, Acme, jane@acme.com source=“trade show”", with(func(in *funnel.LeadInput) { in.Source = "trade show" })},
		{"Jane Doe, Acme, jane@acme.com source=trade show campaign=q3", with(func(in *funnel.LeadInput) { in.Source, in.Campaign = "trade show", "q3" })},
		{"Jane Doe, Acme, jane@acme.com campaign=2026-11-04", with(func(in *funnel.LeadInput) { in.Campaign = "2026-11-04" })},
		{`Jane Doe, Acme, jane@acme.com need="a shop, by May"`, with(func(in *funnel.LeadInput) { in.Need = "a shop, by May" })},
		{"Jane Doe, Acme, jane@acme.com need=“a shop, by May”", with(func(in *funnel.LeadInput) { in.Need = "a shop, by May" })},
		{"Jane Doe, Acme, jane@acme.com need=a new shop source=webinar", with(func(in *funnel.LeadInput) { in.Need, in.Source = "a new shop", "webinar" })},
		{"Jane Doe, Acme, jane@acme.com +49 30 123456", with(func(in *funnel.LeadInput) { in.Phone = "+49 30 123456" })},
		{"Jane Doe, Acme (jane@acme.com, +49 30 123456)", with(func(in *funnel.LeadInput) { in.Phone = "+49 30 123456" })},
		{"Jane Doe, Acme, jane@acme.com, (030) 123-456", with(func(in *funnel.LeadInput) { in.Phone = "(030) 123-456" })},
		{"Jane Doe, Acme, jane@acme.com <tel:+4930123456|+49 30 123456> source=webinar", with(func(in *funnel.LeadInput) { in.Phone, in.Source = "+49 30 123456", "webinar" })},
		{"Jane Doe, Acme, <tel:+4930123456|+49 30 123456>", funnel.LeadInput{Name: "Jane Doe", Company: "Acme", Phone: "+49 30 123456"}},
		{"Jane Doe, Acme, jane@acme.com country=DE employees=250 segment=retail tags=a,b", with(company)},
		{"Jane Doe, tags=a;b, Acme, country=DE, jane@acme.com segment=retail employees=250", with(company)},
		{`Jane Doe, Acme, jane@acme.com tags="a, b" employees=250 country = DE segment=“retail”`, with(func(in *funnel.LeadInput) { company(in); in.Tags = "a, b" })},
		{"Jane Doe, Acme, jane@acme.com country=United Kingdom segment=food and drink tags=a", with(func(in *funnel.LeadInput) { in.Country, in.Segment, in.Tags = "United Kingdom", "food and drink", "a" })},
		{"Jane Doe, Acme, jane@acme.com linkedin=linkedin.com/in/jane-doe source=webinar", with(func(in *funnel.LeadInput) { in.LinkedIn, in.Source = "linkedin.com/in/jane-doe", "webinar" })},
		{"Jane Doe, Acme, jane@acme.com linkedin=<https://de.linkedin.com/in/jane-doe?trk=a&amp;b=c|Jane at work>", with(func(in *funnel.LeadInput) { in.LinkedIn = "https://de.linkedin.com/in/jane-doe?trk=a&b=c" })},
		{"Jane Doe (<http://linkedin.com/in/jane-doe|linkedin.com/in/jane-doe>), Acme, jane@acme.com", with(func(in *funnel.LeadInput) { in.LinkedIn = "http://linkedin.com/in/jane-doe" })},
		{"Jane Doe, Acme, jane@acme.com, https://www.linkedin.com/in/jane-doe/", with(func(in *funnel.LeadInput) { in.LinkedIn = "https://www.linkedin.com/in/jane-doe/" })},
		{"Jane Doe, <https://www.linkedin.com/company/acme|Acme>, jane@acme.com", jane},
		{"jane@acme.com", funnel.LeadInput{Email: "jane@acme.com"}},
		{"Jane Doe, Acme Inc., jane@acme.com", with(func(in *funnel.LeadInput) { in.Company = "Acme Inc." })},
		{"Jane Doe, Acme, jane@acme.com.", jane},
		{"company=Acme", funnel.LeadInput{Company: "Acme"}},
		{"Jane O’Neill, 3M, jane@3m.com", funnel.LeadInput{Name: "Jane O'Neill", Company: "3M", Email: "jane@3m.com"}},
		{"Jane Doe, Acme, jane@acme", with(func(in *funnel.LeadInput) { in.Email = "jane@acme" })}, // the rules say what is wrong with it
		{"<!channel>, Acme, jane@acme.com", with(func(in *funnel.LeadInput) { in.Name = "@channel" })},
	} {
		got, err := ParseLog(desk.LineOf(test.text))
		if strings.Contains(test.text, "<!channel>") {
			if err == nil || got != (funnel.LeadInput{}) {
				t.Errorf("%q: got %+v, %v; want a refusal", test.text, got, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.text, diff)
		}
	}
}

func TestWhatIsNoLeadGetsOneLine(t *testing.T) {
	for _, test := range []struct{ text, says string }{
		{"", "Who is the lead?"},
		{" , , ", "Who is the lead?"},
		{"Jane Doe, Acme, Berlin, jane@acme.com", "What is “Berlin”?"},
		{"Jane Doe, Acme, jane@acme.com origin=fair", "“origin=” is not something a lead has"},
		{"Jane Doe, Acme, @sam", "Slack does not know “@sam”"},
		{"<@U1|sam>, Acme", "@sam is somebody of this workspace"},
	} {
		_, err := ParseLog(desk.LineOf(test.text))
		kittest.WantSentence(t, test.text, err, test.says)
	}
}

func TestACommandKnowsItsLead(t *testing.T) {
	for _, test := range []struct {
		args string
		id   ref.LeadID
		rest string
	}{
		{"L-12", 12, ""},
		{"l12 note", 12, "note"},
		{"#12", 12, ""},
		{"12 x", 12, "x"},
		{"L 12 a b", 12, "a b"},
		{"call L-7 left a message", 7, "call left a message"},
		{"L-7, call", 7, "call"},
		{"l–7", 7, ""},
	} {
		id, rest, err := ParseLead(desk.LineOf(test.args), "/lead show L-1")
		if err != nil || id != test.id || rest.Text() != test.rest {
			t.Errorf("%q: got %s %q, %v", test.args, id, rest, err)
		}
	}
	for _, args := range []string{"", "jane", "L-", "L-0", "-1x"} {
		if id, _, err := ParseLead(desk.LineOf(args), "/lead show L-1"); err == nil {
			t.Errorf("%q: got %s, want a refusal", args, id)
		}
	}
}

func TestAHandoffNamesARepOrNobody(t *testing.T) {
	for _, test := range []struct {
		text string
		want funnel.HandoffInput
	}{
		{"", funnel.HandoffInput{}},
		{"<@U123|sam>", funnel.HandoffInput{To: "U123"}},
		{"<@U123> call him, soon", funnel.HandoffInput{To: "U123", Note: "call him, soon"}},
		{"to <@U123|sam> now", funnel.HandoffInput{To: "U123", Note: "now"}},
		{"asked <@U123|sam> for a demo", funnel.HandoffInput{Note: "asked @sam for a demo"}},
		{"“asked for a demo”", funnel.HandoffInput{Note: "asked for a demo"}},
		{"me", funnel.HandoffInput{To: "UME"}},
		{"<@U123|sam> hot", funnel.HandoffInput{To: "U123", Hot: true}},
		{"<@U123|sam> Hot: asked for a demo", funnel.HandoffInput{To: "U123", Hot: true, Note: "asked for a demo"}},
		{"hot asked for a price", funnel.HandoffInput{Hot: true, Note: "asked for a price"}},
		{"<@U123> asked for hot water", funnel.HandoffInput{To: "U123", Note: "asked for hot water"}},
	} {
		if got, err := parseHandoff(desk.LineOf(test.text), "UME"); err != nil || !cmp.Equal(got, test.want) {
			t.Errorf("%q: got %+v, %v; want %+v", test.text, got, err, test.want)
		}
	}
	_, err := parseHandoff(desk.LineOf("@sam please"), "UME")
	kittest.WantSentence(t, "@sam", err, "Slack does not know “@sam”")
	_, err = parseHandoff(desk.LineOf("to Tom please"), "UME")
	kittest.WantSentence(t, "to Tom", err, "To whom is “to Tom please”?")
	_, _, err = parseProof("see proof=https://a.example proof=https://b.example")
	kittest.WantSentence(t, "proof", err, "Which link bears it out")
}

func TestAReasonMayBeACodeOrALabel(t *testing.T) {
	d := agreement.Definition{Reasons: agreement.Reasons{Reject: []agreement.ReasonCode{{Code: "wrong_role", Label: "Wrong role or title"}, {Code: "timing", Label: "Not now"}, {Code: "other", Label: "Other"}}}}
	for _, test := range []struct{ text, reason, note string }{
		{"timing", "timing", ""},
		{"Not now budget is gone", "timing", "budget is gone"},
		{"wrong role or title, an intern", "wrong_role", "an intern"},
		{"WRONG-ROLE", "wrong_role", ""},
		{"other: “no idea”", "other", "no idea"},
		{"tming later", "tming", "later"},
		{"", "", ""},
	} {
		reason, note := parseReason(desk.LineOf(test.text), d, agreement.WhyRejected)
		if reason != test.reason || note != test.note {
			t.Errorf("%q: got %q %q", test.text, reason, note)
		}
	}
}

func TestAnOpportunityNeedsBoth(t *testing.T) {
	for _, text := range []string{
		"amount=12000 close=2026-12-31", "close=31.12.2026 amount=12,000", "Amount = 12k  CLOSE = 31 Dec 2026", "amount=12 000 EUR close=2026-12-31",
		"amount=“12000” close=2026-12-31", "12k 31.12.2026", "31.12.26 12.000,-", "12 000 EUR 31-Dec-2026", "12k close=31.12.", "amount=12k close=end of december",
		"12000 by the end of the year",
	} {
		got, err := parseQualify(desk.LineOf(text), kittest.Sunday, "EUR", "usage", line.Options{})
		if err != nil || got.Amount.Minor != 1_200_000 || got.CloseBy.String() != "2026-12-31" {
			t.Errorf("%q: got %+v, %v", text, got, err)
		}
	}
	for _, test := range []struct{ text, says string }{
		{"amount=12000", "needs an amount and the date"},
		{"close=2026-12-31", "needs an amount and the date"},
		{"amount=lots close=2026-12-31", "not an amount"},
		{"amount=5 close=someday", "not a date"},
		{"amount= close=2026-12-31", "“” is not an amount"},
		{"amount=5 close=", "“” is not a date"},
		{"amount=5 close=3/4/2027", "can be read as 3 Apr 2027 or as 4 Mar 2027"},
		{"12000 soon", "“soon” is not a date"},
		{"12000 3/4/2027", "can be read as 3 Apr 2027"},
	} {
		_, err := parseQualify(desk.LineOf(test.text), kittest.Sunday, "EUR", "usage", line.Options{})
		kittest.WantSentence(t, test.text, err, test.says)
	}
}

func TestAWinMayHaveAnAmount(t *testing.T) {
	for text, minor := range map[string]int64{"": 0, "amount=12000": 1_200_000, "12k": 1_200_000, "€12,000.50": 1_200_050} {
		if got, err := parseWon(desk.LineOf(text), "EUR", "usage"); err != nil || got.Minor != minor {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	_, err := parseWon(desk.LineOf("amount="), "EUR", "usage")
	kittest.WantSentence(t, "amount=", err, "not an amount")
}

func TestARecycledLeadHasADateAndMaybeANote(t *testing.T) {
	for _, test := range []struct{ text, until, note string }{
		{"until=2027-02-01", "2027-02-01", ""},
		{"until=2027-02-01 new budget then", "2027-02-01", "new budget then"},
		{"new budget then until=1.2.2027", "2027-02-01", "new budget then"},
		{"until = in 3 days call again", "2026-11-25", "call again"},
		{"2027-02-01 later", "2027-02-01", "later"},
		{"until monday", "2026-11-23", ""},
		{"3m", "2027-02-22", ""},
	} {
		until, note, err := parseUntil(desk.LineOf(test.text), kittest.Sunday, "usage")
		if err != nil || until.String() != test.until || note != test.note {
			t.Errorf("%q: got %s %q, %v", test.text, until, note, err)
		}
	}
	_, _, err := parseUntil(desk.LineOf("later"), kittest.Sunday, "/lead recycle L-1 until=2027-02-01")
	kittest.WantSentence(t, "later", err, "Until when?")
}
