package goals

import (
	"testing"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit/kittest"
)

func TestPlansAreReadAsPeopleWriteThem(t *testing.T) {
	const plain = "revenue=500000 period=2027-Q1 deal=12000 win=25%"
	for text, want := range map[string][]string{
		plain: {plain},
		"revenue=500k period=2027-Q1 deal=€12k win=0.25":                            {plain},
		"win=25% deal=12,000 period=2027Q1 revenue=500.000,00":                      {plain},
		"REVENUE = 500 000 period = Q1 2027, deal=12000, win=25 %":                  {plain},
		"500k 2027-Q1 deal=12k win=25":                                              {plain},
		"Q1 500 000 EUR deal=12.000 win=0,25":                                       {plain},
		"next quarter period=2027-Q1 deal=12k":                                      nil, // two periods
		"revenue=500 000 EUR, period=2027 Q1, deal=12000; win=25 %":                 {plain},
		"revenue=500k period=2027-Q1 deal=12k win=25% sql=50% sal=60% mql=20%":      {plain + " sql=50% sal=60% mql=20%"},
		"revenue=84k period=2027 overall=5% share=60% certain=1k budget=9% ltv=36k": {"revenue=84000 period=2027 overall=5% share=60% certain=1000 budget=9% ltv=36000"},
		"revenue=500k period=2027-Q1 deal=12k win=25% vs win=30% deal=14k":          {plain, "revenue=500000 period=2027-Q1 deal=14000 win=30%"},
		"revenue=500k period=2027-Q1 deal=12k win=25% VS. period=2027-Q2":           {plain, "revenue=500000 period=2027-Q2 deal=12000 win=25%"},
		"revenue=500k period=2027-01-01..2027-03-31 deal=12k win=25%":               {plain},
		"revenue=500k":                    {"revenue=500000"},
		"revenue=500000 win=33.333% ltv=": {"revenue=500000 win=33.333%"},
	} {
		first, second, both, err := parsePlans(desk.LineOf(text), "EUR", kittest.Sunday)
		switch {
		case want == nil:
			if err == nil {
				t.Errorf("%q was read as %s", text, first)
			}
		case err != nil || first.String() != want[0] || both != (len(want) == 2):
			t.Errorf("%q: got %q, %v; want %q", text, first, err, want)
		case both && second.String() != want[1]:
			t.Errorf("%q: the second is %q, want %q", text, second, want[1])
		}
	}
}

func TestWhatIsNoPlanGetsOneLine(t *testing.T) {
	for text, says := range map[string]string{
		"half a million":                      "“half a million” is not something a plan has",
		"revenue=500k price=12k":              "“price=” is not something a plan has",
		"revenue=500k period=2027-Q1 vs":      "What should be different in the second plan?",
		"revenue=500k period=2027-Q1 vs more": "“more” is not something a plan has",
		"revenue=500k win=0":                  "The win rate, from SQL to customer: “0” is 0",
		"revenue=500k win=1":                  "“1” can be read as 1% or as 100%",
		"500k soon":                           "“500k soon” is not something a plan has",
		"revenue=500k sal=150%":               "The rate from MQL to SAL: “150%” is more than the whole.",
		"revenue=500k period=soon":            "The period: “soon” is not a period.",
		"revenue=lots":                        "The revenue goal: “lots” is not an amount",
		"revenue=500k USD":                    "is not in EUR, in which revenue is counted here",
		"revenue=500k vs win=0%":              "“0%” is 0",
	} {
		_, _, _, err := parsePlans(desk.LineOf(text), "EUR", kittest.Sunday)
		kittest.WantSentence(t, text, err, says)
	}
}
