package digest

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// Goals on the same metric and period are told apart wherever the digest names
// them, and a company's own metric keeps its name and its team.
func TestTheDigestTellsGoalsApart(t *testing.T) {
	part := func(who goals.Scope) goals.Standing {
		s := kittest.Standing(goals.MetricMQLs, "2026-11", 40, 20, "")
		s.Goal.For = who
		return s
	}
	demos := kittest.Standing("demo_requests", "2026-11", 90, 30, "")
	demos.Goal.Label, demos.Goal.Of = "Demos asked for", ref.Sales
	d := kittest.Digest()
	d.Goals = kittest.Numbered(part(goals.Scope{}), part(goals.Scope{Person: kittest.Sam}), part(goals.Scope{Campaign: 1, Name: "LogiMAT 2027"}), demos)
	d.Gap, d.Past = nil, nil
	c := kittest.FixtureContext()
	name := c.NameOf(kittest.Sam)
	v := public(c)
	told := v.report(d).Sections[0]
	var table strings.Builder
	for _, row := range v.rows(told) {
		table.WriteString(row[0] + "\n")
	}
	page, err := Page(c, d)
	if err != nil {
		t.Fatal(err)
	}
	for place, got := range map[string]string{"table": table.String(), "CSV": CSV(c, d), "page": page} {
		for _, want := range []string{"MQLs 2026-11 for " + name, "MQLs 2026-11 for LogiMAT 2027", "Demos asked for 2026-11"} {
			if !strings.Contains(got, want) {
				t.Errorf("the %s does not name %q:\n%s", place, want, got)
			}
		}
	}
	if _, ofSales, _ := strings.Cut(page, "Goals of sales"); !strings.Contains(ofSales, "Demos asked for") {
		t.Error("on the page the metric of sales is not among the goals of sales")
	}
	for _, s := range v.report(d).Sections {
		if s.Key == report.SectionPromises && strings.Count(s.Lines[0].Plain(), "MQLs 2026-11") != 1 {
			t.Errorf("the promise is told of parts: %s", s.Lines[0].Plain())
		}
	}
	if label := v.unmarked(told.Chart.Labels[1]); label != "MQLs "+name {
		t.Errorf("the chart calls a part %q", label)
	}
	if got := len(d.For(funnel.AudienceSales).Goals); got != 1 {
		t.Errorf("sales reads of %d goals", got)
	}
}
