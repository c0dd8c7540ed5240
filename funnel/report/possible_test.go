package report

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar/calendartest"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// told is all that a section says, on any face and in a file.
func told(s Section) []string {
	out := append([]string{s.Title.Text}, s.Notes...)
	for _, line := range s.Lines {
		out = append(out, line.Plain())
	}
	for _, row := range s.Rows {
		for _, cell := range row.Cells {
			out = append(out, cell.Text)
		}
	}
	for _, f := range s.Figures {
		out = append(out, f.Item.Text)
	}
	return out
}

var percentPattern = regexp.MustCompile(`([\d.]+)%( more than now)?`)

// anyFunnel is how many leads entered each stage, which needs not fit together.
func anyFunnel(r *rapid.T, name string) map[agreement.Stage]int64 {
	counts := map[agreement.Stage]int64{}
	for _, s := range agreement.Steps {
		counts[s] = rapid.OneOf(rapid.Int64Range(0, 60), rapid.Int64Range(0, 4000)).Draw(r, name+string(s))
	}
	return counts
}

// No sentence, row or line of a file tells of more than all leads.
func TestNoShareIsToldAboveAll(t *testing.T) {
	reached := 0
	rapid.Check(t, func(r *rapid.T) {
		metric := rapid.SampledFrom([]goals.Metric{goals.MetricRevenue, goals.MetricCustomers, goals.MetricMQLs}).Draw(r, "metric")
		s := half(t, metric, rapid.Float64Range(0, 5000).Draw(r, "actual"), rapid.Float64Range(100, 90_000).Draw(r, "target"))
		_, f := recent(t)
		f.Recent = anyFunnel(r, "recent ")
		f.Value = rapid.Int64Range(0, 1_000_000).Draw(r, "value")
		if rapid.Bool().Draw(r, "timed") {
			f.Lags = ledger.LagsOf(map[string]int64{"10": 40, "90": 40})
		}
		f.Kept, f.Late = stats.Rate{Part: 60, Whole: 100}, stats.Rate{Part: 8, Whole: 90}
		levers := FindLevers(s, f)
		gap := Explain(s, GapFacts{
			Now: anyFunnel(r, "now "), Before: anyFunnel(r, "before "), Won: money.Amount{Minor: 5_000_000, Currency: "EUR"},
			Targets: map[agreement.Stage]float64{}, Due: rapid.SampledFrom([]float64{0, 0.2, 1, 1.9}).Draw(r, "due"), DueBefore: 1,
		})
		d := reporter{Digest: Digest{Goals: []goals.Standing{s}, Levers: &levers, Gap: &gap}, zone: time.UTC}
		for _, text := range append(told(d.levers()), told(d.gap())...) {
			for _, match := range percentPattern.FindAllStringSubmatch(text, -1) {
				reached++
				if share, err := strconv.ParseFloat(match[1], 64); match[2] == "" && (err != nil || share > 100) {
					r.Fatalf("%q tells of %s%%", text, match[1])
				}
			}
		}
	})
	if reached < 100 {
		t.Errorf("only %d shares were told", reached)
	}
}

// Where nothing can be compared, nothing has not fallen.
func TestTheWeakestStepIsToldOnlyWhereThereIsOne(t *testing.T) {
	many, few := FunnelCount{Leads: 400, MQLs: 200, SALs: 100, SQLs: 80, Customers: 40}, FunnelCount{Leads: 20, MQLs: 9}
	for _, test := range []struct {
		name        string
		now, before FunnelCount
		want        string
	}{
		{"all is new", few, FunnelCount{}, "Weakest step: too few leads to tell. A step takes 30 in the last four weeks and 30 in the 13 weeks before."},
		{"few lately", few, many, "Weakest step: too few leads to tell."},
		{"as before", many, many, "Weakest step: none has fallen in the last four weeks against the 13 weeks before, of those with enough leads to tell: leads to MQLs, MQLs to SALs, SALs to SQLs and SQLs to customers."},
		{"few of the end", FunnelCount{Leads: 400, MQLs: 220}, FunnelCount{Leads: 800, MQLs: 400, Customers: 20}, "Weakest step: MQLs to customers"},
		{"one step alone", FunnelCount{Leads: 400, MQLs: 220, Customers: 12}, FunnelCount{Leads: 800, MQLs: 400, Customers: 20}, "with enough leads to tell: leads to MQLs and MQLs to customers."},
	} {
		d := Digest{Compared: append([]WeakStep{}, CompareSteps(test.now, test.before)...)}
		d.Finish()
		if got := (reporter{Digest: d}).weakest(); !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// An import of opportunities brings no leads: they are counted where they came in.
func TestWhatIsLackingIsCountedWhereLeadsCameIn(t *testing.T) {
	for _, test := range []struct {
		name string
		now  map[agreement.Stage]int64
		want string
	}{
		{"opportunities", map[agreement.Stage]int64{agreement.SQL: 187, agreement.Customer: 3}, "Too few outcomes to say why: 3 customers since 1 Oct 2026, 5 needed."},
		{"few opportunities", map[agreement.Stage]int64{agreement.SQL: 18, agreement.Customer: 3}, "Too few SQLs to say why: 18 since 1 Oct 2026, 30 needed."},
		{"few of anything", map[agreement.Stage]int64{}, "Too few leads to say why: 0 since 1 Oct 2026, 30 needed."},
	} {
		if g := Explain(half(t, goals.MetricCustomers, 3, 8), GapFacts{Now: test.now}); g.Unexplained != test.want {
			t.Errorf("%s: %q, want %q", test.name, g.Unexplained, test.want)
		}
	}
}

// Programs read a list where there is none, wherever one stands.
func TestNoListIsNull(t *testing.T) {
	seen := map[reflect.Type]bool{reflect.TypeFor[funnel.Lead](): true} // each has reached a stage
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		if seen[of] {
			return
		}
		seen[of] = true
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(of.Elem())
		case reflect.Struct:
			if text, err := json.Marshal(reflect.New(of).Interface()); err == nil && strings.Contains(string(text), "null") {
				t.Errorf("%s is written %s", of, text)
			}
			for field := range of.Fields() {
				if field.Tag.Get("json") != "-" {
					walk(field.Type)
				}
			}
		default:
		}
	}
	walk(reflect.TypeFor[Digest]())
	walk(reflect.TypeFor[OwnWeek]())
}

// Of a week that runs it is said that it does.
func TestARunningWeekIsComparedWithItsDays(t *testing.T) {
	week := calendartest.Period(t, "2026-W47")
	for day, want := range map[int]bool{18: true, 22: true, 23: false} {
		d := Digest{Week: week.Label, Period: week, From: week.From, Last: week.Last(), AsOf: time.Date(2026, time.November, day, 12, 0, 0, 0, time.UTC)}
		said := strings.Contains(strings.Join(told(reporter{Digest: d, zone: time.UTC}.stages()), "\n"), "up to the same weekday")
		if said != want {
			t.Errorf("on the %dth: %v", day, said)
		}
	}
}

// The word accepted has one count wherever it stands: the answers given here. What became
// of all leads, imported ones too, says so beside it.
func TestAcceptedIsToldOfTheAnswersGivenHere(t *testing.T) {
	acceptance := goals.Standing{
		Goal:   goals.Goal{Metric: goals.MetricAcceptanceRate, Period: calendartest.Period(t, "2026-Q4"), Target: goals.Quantity{Number: 0.7}},
		Actual: goals.Actual{Quantity: goals.Quantity{Number: 0.78}, Rate: stats.Rate{Part: 7, Whole: 9}, Known: true}, Expected: 0.7, Status: goals.StatusAhead,
	}
	gap := Explain(half(t, goals.MetricMQLs, 94, 146), GapFacts{})
	gap.Unexplained, gap.Parts = "", []GapPart{{Kind: PartRate, From: agreement.MQL, To: agreement.SAL, Actual: 65.0 / 94, Sample: stats.Rate{Part: 65, Whole: 94}, Expected: 0.8, Given: true}}
	d := Digest{
		Goals: []goals.Standing{acceptance}, Gap: &gap, Funnel: FunnelCount{MQLs: 11, SALs: 5}, Acceptance: stats.Rate{Part: 2, Whole: 3}, Handoffs: 3,
		Campaigns: campaigns.Rank{Best: []campaigns.Row{{Name: "Fair", Accepted: 3, Answered: 4, Leads: 130, Elsewhere: true}}},
	}
	r := reporter{Digest: d, zone: time.UTC}
	for name, want := range map[string]struct {
		section Section
		text    string
	}{
		"the goal":         {r.goals(), "78% (7 of 9 answered here)"},
		"the promise":      {r.promises(), "2 of 3 answered here (67%)"},
		"the campaign":     {r.campaigns(), "130 leads, accepted 3 of 4 answered here (75%)"},
		"the campaign row": {r.campaigns(), "3 of 4 answered here (75%)"},
		"the reason":       {r.gap(), "Fewer MQLs became SALs (65 of 94, 69%, against 80%)"},
		"beside it":        {r.gap(), "SALs are counted of all MQLs, imported and unanswered ones too; accepted is told of the answers given here."},
		"the funnel":       {r.stages(), "SALs are all leads that became one, imported ones too; accepted is told of the answers given here."},
	} {
		if got := strings.Join(told(want.section), "\n"); !strings.Contains(got, want.text) {
			t.Errorf("%s does not say %q:\n%s", name, want.text, got)
		}
	}
}
