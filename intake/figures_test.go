package intake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/intake"
)

func TestAFileOfFiguresThatCannotBeRead(t *testing.T) {
	for name, test := range map[string]struct {
		csv  string
		o    intake.Options
		says string
	}{
		"no metric":     {"week,value\n2026-W47,5\n", intake.Options{Kind: intake.Figures}, "--metric website_visits"},
		"no time":       {"metric,value\nwebsite_visits,5\n", intake.Options{Kind: intake.Figures}, "--map week=COLUMN"},
		"no value":      {"metric,week\nwebsite_visits,2026-W47\n", intake.Options{Kind: intake.Figures}, "--map value=COLUMN"},
		"no rows":       {"metric,week,value\n", intake.Options{Kind: intake.Figures}, "no rows below"},
		"dates of both": {"metric,day,value\nx,06/04/2026,5\n", intake.Options{Kind: intake.Figures}, "--date-order dmy"},
		"no such field": {"metric,week,value\nx,2026-W47,1\n", intake.Options{Kind: intake.Figures, Map: []intake.Pair{{Field: "owner", Column: "metric"}}}, "is not a field"},
	} {
		table, err := intake.ReadTable("f.csv", []byte(test.csv))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.Prepare(table, test.o); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFileOfFigures(t *testing.T) {
	services := newService(t)
	const csv = "Metric;Week;Date;Count\n" +
		"website_visits;2026-W46;;5,400\n" +
		"Website visits;;09.11.2026;12\n" + // its week has a figure
		"website_visits;;02.11.2026;12\n" +
		"website_visits;2026-W45;02.11.2026;12\n" +
		"website_visits;;;12\n" +
		"mqls;2026-W45;;12\n" +
		"website_visits;2026-W44;;many\n" +
		"website_visits;2026-W44;;5.4\n" +
		"website_visits;2026-W44;;\n" +
		";2026-W44;;1\n" +
		"website_visits;soon;;1\n" +
		"website_visits;;2026-W43;7\n"
	for round, want := range []struct{ added, unchanged int }{{3, 0}, {0, 3}} {
		table, err := intake.ReadTable("f.csv", []byte(csv))
		if err != nil {
			t.Fatal(err)
		}
		file, err := intake.Prepare(table, intake.Options{Kind: intake.Figures})
		if err != nil {
			t.Fatal(err)
		}
		would, err := file.Preview(t.Context(), services, time.Time{})
		if err != nil || len(would.Figures) != want.added {
			t.Errorf("round %d: %d figures would be taken, %v", round+1, len(would.Figures), err)
		}
		report, err := file.Run(t.Context(), services, time.Time{}, func(int) {})
		would.Figures = nil
		if diff := cmp.Diff(would, report); diff != "" {
			t.Errorf("round %d is not as it was foreseen: -foreseen +done\n%s", round+1, diff)
		}
		if err != nil || report.New != want.added || report.Unchanged != want.unchanged || len(report.Problems) != 9 || file.Rows != 12 {
			t.Errorf("round %d: %+v of %d rows, %v", round+1, report, file.Rows, err)
		}
	}
}
