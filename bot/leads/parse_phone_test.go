package leads

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
)

func TestDigitsAreAPhoneNumberOnlyWhereTheyCanBeNothingElse(t *testing.T) {
	for text, want := range map[string]funnel.LeadInput{
		"Beta 2026-11-30":                             {Name: "Beta 2026-11-30"},
		"Beta 2025/2026, Acme":                        {Name: "Beta 2025/2026", Company: "Acme"},
		"Jane, Acme 30.11.2026":                       {Name: "Jane", Company: "Acme 30.11.2026"},
		"Jane, company=Acme 2026-11-30":               {Name: "Jane", Company: "Acme 2026-11-30"},
		`Jane, "Studio 1234567"`:                      {Name: "Jane", Company: "Studio 1234567"},
		"Jane, company=Studio 1234567":                {Name: "Jane", Company: "Studio 1234567"},
		`Jane, company="2026-11-30"`:                  {Name: "Jane", Company: "2026-11-30"},
		"Jane, Acme, 5551234":                         {Name: "Jane", Company: "Acme", Phone: "5551234"},
		"Jane 415 555 0132, Acme":                     {Name: "Jane", Company: "Acme", Phone: "415 555 0132"},
		"Jane 030 123456, Acme":                       {Name: "Jane", Company: "Acme", Phone: "030 123456"},
		"Jane, Studio 54 +49 30 123456":               {Name: "Jane", Company: "Studio 54", Phone: "+49 30 123456"},
		"Jane, Studio 1234567 +49 30 123456":          {Name: "Jane", Company: "Studio 1234567", Phone: "+49 30 123456"},
		"Jane tel: 5551234, Acme":                     {Name: "Jane", Company: "Acme", Phone: "5551234"},
		"Jane <jane@acme.com>, Acme, Jane@acme.com":   {Name: "Jane", Company: "Acme", Email: "jane@acme.com"},
		"Jane, +49 30 123456, Acme, +49 30 123456":    {Name: "Jane", Company: "Acme", Phone: "+49 30 123456"},
		"Jane, Acme, jane@acme.com need=a@b.com asks": {Name: "Jane", Company: "Acme", Email: "jane@acme.com", Need: "a@b.com asks"},
	} {
		got, err := ParseLog(desk.LineOf(text))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got)\n%s", text, err, diff)
		}
	}
}

func TestWhatCanBeReadInTwoWaysIsAsked(t *testing.T) {
	for _, test := range []struct{ text, says string }{
		{"Jane, Studio 1234567", "Is “1234567” a phone number, or part of a name?"},
		{"Jane, Acme, source=fair 1234567", "Is “1234567” a phone number"},
		{"Jane 4155550132, Acme", "Is “4155550132” a phone number"},
		{"Jane, Acme, 20261130", "Is “20261130” a phone number"},
		{"Jane, Acme, 30.11.26", "Is “30.11.26” a phone number"},
		{"Jane 30 11 2026", "Is “30 11 2026” a phone number"},
		{"Jane, 2026-11-30", "“2026-11-30” is a date"},
		{"Jane, jane@acme.com, j.doe@acme.com", "Which is the e-mail address, “jane@acme.com” or “j.doe@acme.com”?"},
		{"Jane jane@acme.com john@acme.com", "Which is the e-mail address"},
		{"Jane, jane@acme.com, email=j.doe@acme.com", "Which is the e-mail address"},
		{"Jane, +49 30 123456, +49 171 1234567", "Which is the phone number, “+49 30 123456” or “+49 171 1234567”?"},
		{"Jane, linkedin.com/in/jane, linkedin.com/in/doe", "Which is the LinkedIn profile"},
		{"Jane, source=fair, Acme, source=web", "Which is the source, “fair” or “web”?"},
		{"Jane, Acme, name=Eva", "Which is the name, “Jane” or “Eva”?"},
	} {
		_, err := ParseLog(desk.LineOf(test.text))
		kittest.WantSentence(t, test.text, err, test.says)
	}
}

func TestAMessageGivesOnlyANumberThatIsSure(t *testing.T) {
	for text, phone := range map[string]string{
		"Beta call on 2026-11-30 at 10": "", "order 1234567 is late": "", "call me: +49 30 123456": "+49 30 123456",
	} {
		if got := leadInMessage(text); got.Phone != phone {
			t.Errorf("%q: got %q, want %q", text, got.Phone, phone)
		}
	}
}
