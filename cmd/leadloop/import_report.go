package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

// stopped says how far an import came, whether somebody ended it or it failed.
func stopped(ctx context.Context, r intake.Report, err error) error {
	const after = "What is in stays; the same command again takes the rest"
	taken := countOf(r.New+r.Updated+r.Unchanged, "row")
	if ctx.Err() != nil {
		return fmt.Errorf("stopped after %s. %s", taken, after)
	}

	return fmt.Errorf("the import failed after %s: %w. %s", taken, err, after)
}

// warn says what may surprise.
func (o importing) warn(env environment, imp *intake.Import) {
	if !o.Bool("dry-run") && len(imp.Mapping.Ignored) > 0 {
		say(env.stderr, "Not read: %s. --map reads a column as a field, --dry-run shows how the file is read.\n", strings.Join(imp.Mapping.Ignored, ", "))
	}

	if _, dated := imp.Mapping.Columns[intake.FieldCreated]; !dated && imp.Kind() == intake.Leads {
		say(env.stderr, "No column says when the leads came, so they count as of now. "+
			"--map created=COLUMN reads their dates.\n")
	}
}

// shownProblems is how many rows are explained on the terminal.
const shownProblems = 20

// tell reports what became of the rows; it fails where any is not good.
func (o importing) tell(env environment, imp *intake.Import, r intake.Report, in core.Settings) error {
	problems := slices.SortedStableFunc(slices.Values(r.Problems), func(a, b imports.Problem) int { return a.Row - b.Row })
	for i := range problems {
		problems[i].Reason = plain(problems[i].Reason, in.Calendar.Location)
	}

	for i, p := range problems {
		if i == shownProblems {
			say(env.stderr, "… and %s more. --rejected PATH writes them all to a file.\n", countOf(len(problems)-i, "row"))
			break
		}

		say(env.stderr, "row %d: %s\n", p.Row, p.Reason)
	}

	if o.String("rejected") != "" && len(problems) > 0 {
		err := writeFile(o.String("rejected"), func(f *os.File) error { return imp.WriteRejected(f, problems) })
		if err != nil {
			return err
		}
	}

	if len(problems) == imp.Rows {
		return fmt.Errorf("nothing of %s could be taken: %s not good, as said above", imp.Name(), isOrAre(imp.Rows, "row"))
	}

	verb := "Taken"
	if o.Bool("dry-run") {
		verb = "Nothing was changed. Would be taken"
	}

	parts := takenParts(imp.Kind(), r)
	if len(problems) > 0 {
		parts = append(parts, countOf(len(problems), "row")+" rejected")
	}

	if r.Assumed > 0 {
		say(env.stderr, "No currency is given for %s, read as %s as the workspace has it. --map currency=COLUMN reads it.\n",
			countOf(r.Assumed, "amount"), in.Currency)
	}

	say(env.stdout, "%s from %s: %s.\n", verb, imp.Name(), strings.Join(parts, ", "))
	if len(problems) > 0 {
		return o.rejects(len(problems), imp)
	}

	return nil
}

// rejects is that some rows of a file are not good, which whoever started the
// import in a script must learn without reading what it says.
func (o importing) rejects(n int, imp *intake.Import) error {
	verb := "are"
	if n == 1 {
		verb = "is"
	}

	text := fmt.Sprintf("%d of %s of %s %s not good, as said above. ", n, countOf(imp.Rows, "row"), imp.Name(), verb)
	if o.String("rejected") != "" {
		text += "Mend what is in " + o.String("rejected") + " and import it"
	} else {
		text += "Mend them; --rejected PATH writes them to a file"
	}

	return &coded{exitRejected, text}
}

func isOrAre(n int, noun string) string {
	if n == 1 {
		return "its one " + noun + " is"
	}

	return "all its " + countOf(n, noun) + " are"
}

// takenParts sum up what became of the rows that are good.
func takenParts(kind intake.Kind, r intake.Report) []string {
	parts := map[intake.Kind]string{
		intake.Leads:    countOf(r.New, "new lead"),
		intake.Outcomes: countOf(r.Updated, "outcome"),
		intake.Figures:  countOf(r.New, "new figure"),
	}
	noun, known, replaced, filled := "row", " known already and left as stored", 0, 0
	switch kind {
	case intake.Figures:
		noun, known, replaced = "figure", " known already", r.Updated
	case intake.Leads:
		filled = r.Updated
	case intake.Outcomes:
	}

	all := []string{parts[kind]}
	for _, more := range []struct {
		n    int
		what string
	}{
		{filled, " known already and filled in"},
		{replaced, " replaced"},
		{r.Unchanged, known},
		{r.Open, " of leads still open left out"},
	} {
		if more.n > 0 {
			all = append(all, countOf(more.n, noun)+more.what)
		}
	}

	return all
}

// shownFigures is how many figures are shown before they are taken.
const shownFigures = 20

// showFigures lists what would be stored.
func showFigures(env environment, taken []metrics.FigureTaken) {
	for i, f := range taken {
		if i == 0 {
			say(env.stdout, "What would be stored:\n")
		}

		if i == shownFigures {
			say(env.stdout, "  … and %s more\n", countOf(len(taken)-i, "figure"))
			return
		}

		value := f.Metric.Format(goals.Quantity{Number: f.Value})
		if f.Replaces {
			value += ", before " + f.Metric.Format(goals.Quantity{Number: f.Was})
		}

		say(env.stdout, "  %s %s: %s\n", f.Metric, f.Period, value)
	}
}

// newBar is a progress bar, which writes nothing where nobody sees it.
func newBar(w io.Writer, rows int) *progressbar.ProgressBar {
	f, ok := w.(*os.File)
	return progressbar.NewOptions(rows,
		progressbar.OptionSetVisibility(ok && term.IsTerminal(int(f.Fd()))),
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("importing"), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString("rows"), progressbar.OptionClearOnFinish(),
	)
}

// countOf writes a number with its noun, such as 1 lead, 8,000 leads or 2 entries.
func countOf(n int, noun string) string {
	if stem, y := strings.CutSuffix(noun, "y"); y && n != 1 {
		return stats.Thousands(float64(n)) + " " + stem + "ies"
	}

	return stats.Counted(int64(n), noun)
}
