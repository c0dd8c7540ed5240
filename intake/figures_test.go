package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/intake"
)

func TestAFileOfFiguresThatCannotBeRead(t *testing.T) {
	for name, test := range map[string]struct {
		csv  string
		o    intake.FigureOptions
		says string
	}{
		"no metric":     {"week,value\n2026-W47,5\n", intake.FigureOptions{}, "--metric website_visits"},
		"no time":       {"metric,value\nwebsite_visits,5\n", intake.FigureOptions{}, "--map week=COLUMN"},
		"no value":      {"metric,week\nwebsite_visits,2026-W47\n", intake.FigureOptions{}, "--map value=COLUMN"},
		"no rows":       {"metric,week,value\n", intake.FigureOptions{}, "no rows below"},
		"dates of both": {"metric,day,value\nx,06/04/2026,5\n", intake.FigureOptions{}, "--date-order dmy"},
		"no such field": {"metric,week,value\nx,2026-W47,1\n", intake.FigureOptions{Map: []intake.Pair{{Field: "owner", Column: "metric"}}}, "is not a field"},
	} {
		table, err := intake.ReadTable("f.csv", []byte(test.csv))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.PrepareFigures(table, test.o); err == nil || !strings.Contains(err.Error(), test.says) {
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
		file, err := intake.PrepareFigures(table, intake.FigureOptions{})
		if err != nil {
			t.Fatal(err)
		}
		would, taken, err := file.Preview(t.Context(), services)
		if err != nil || len(taken) != want.added {
			t.Errorf("round %d: %d figures would be taken, %v", round+1, len(taken), err)
		}
		report, err := file.Run(t.Context(), services, func(int) {})
		if diff := cmp.Diff(would, report); diff != "" {
			t.Errorf("round %d is not as it was foreseen: -foreseen +done\n%s", round+1, diff)
		}
		if err != nil || report.New != want.added || report.Unchanged != want.unchanged || len(report.Problems) != 9 || file.Rows != 12 {
			t.Errorf("round %d: %+v of %d rows, %v", round+1, report, file.Rows, err)
		}
	}
}
