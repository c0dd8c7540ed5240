package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

const importUsage = placeUsage + ` FILE.csv [flags]

Takes leads of the past from a CSV file; FILE - is standard input. Columns are
found by their names, as HubSpot, Salesforce and others write them, or said
with --map. With --match the file says what became of leads that are stored.
History starts no clock and sends no message. A repeated import changes nothing.
With --type figures it takes figures from outside: a metric, a week or a day,
and a value in each row.

  leadloop import --data DIR leads.csv --map created=first_contact,external_id=id --stage mql
  leadloop import --data DIR deals.csv --match external_id=id --map won=won_date,amount=revenue
  leadloop import --data DIR visits.csv --type figures --metric website_visits`

// importOptions are the flags of import.
type importOptions struct {
	place
	stage, dateOrder, rejected string
	kind, metric               string
	pairs, match               pairList
	dryRun                     bool
}

// pairList collects field=column over several flags.
type pairList []intake.Pair

func (p *pairList) String() string { return "" }

// Set adds what one flag says.
func (p *pairList) Set(text string) error {
	pairs, err := intake.ParsePairs(text)
	*p = append(*p, pairs...)
	return err
}

// importCommand takes leads, or what became of them, from a CSV file.
func importCommand(ctx context.Context, env environment, args []string) error {
	var o importOptions
	flags := newFlags(env, "import", importUsage)
	o.register(flags)
	flags.Var(&o.pairs, "map", "`field=column,…` says which column holds what")
	flags.Var(&o.match, "match", "`field=column` finds the lead of an outcome, by external_id, email or phone")
	flags.StringVar(&o.kind, "type", "", "`leads|outcomes|figures` says what the rows are; without it, leads, and outcomes with --match")
	flags.StringVar(&o.metric, "metric", "", "the `METRIC` of a file of figures that has no column for it")
	flags.StringVar(&o.stage, "stage", "", "the `STAGE` of leads whose row says nothing of it, such as mql")
	flags.StringVar(&o.dateOrder, "date-order", "", "`dmy|mdy` says how dates such as 6/4/2026 are meant")
	flags.StringVar(&o.rejected, "rejected", "", "writes the rows that were not taken to `PATH`, with the reason")
	flags.BoolVar(&o.dryRun, "dry-run", false, "shows what would happen and changes nothing")
	words, err := parseArgs(flags, args)
	if err != nil {
		return err
	}
	if len(words) != 1 {
		return usagef("import takes one file, such as leads.csv; `leadloop import -h` shows how")
	}
	imp, err := o.prepare(env, words[0])
	if err != nil {
		return err
	}
	if o.dryRun {
		return o.preview(ctx, env, imp)
	}
	return o.take(ctx, env, imp)
}

// prepare reads the file as far as it takes to find its columns.
func (o importOptions) prepare(env environment, path string) (*intake.Import, error) {
	how, err := o.reading()
	if err != nil {
		return nil, err
	}
	table, err := o.table(env, path)
	if err != nil {
		return nil, err
	}
	return intake.Prepare(table, how)
}

// reading turns the flags into how the file is read.
func (o importOptions) reading() (intake.Options, error) {
	how := intake.Options{Kind: intake.Leads, Map: o.pairs, Match: o.match, Metric: o.metric}
	kind := intake.Kind(o.kind)
	if kind == intake.Figures && (len(o.match) > 0 || o.stage != "") {
		return how, usagef("--match and --stage are for leads; leave them out with --type figures")
	}
	var err error
	if how.DateOrder, err = calendar.ParseOrder(o.dateOrder); err != nil {
		return how, usagef("--date-order: %v", err)
	}
	if len(o.match) > 0 {
		how.Kind = intake.Outcomes
	}

	switch {
	case kind == intake.Figures:
		how.Kind = kind
		return how, nil
	case o.metric != "":
		return how, usagef("--metric is for figures; add --type figures")
	case o.kind != "" && kind != intake.Leads && kind != intake.Outcomes:
		return how, unknownWord("type", o.kind, []string{string(intake.Leads), string(intake.Outcomes), string(intake.Figures)})
	case kind == intake.Outcomes && how.Kind != kind:
		return how, usagef("--type outcomes needs --match, which says by what their leads are found, such as --match external_id=id")
	case kind == intake.Leads && how.Kind != kind:
		return how, usagef("--match is for outcomes, and --type says leads; leave one of them out")
	}
	if o.stage == "" {
		return how, nil
	}
	if how.Kind == intake.Outcomes {
		return how, usagef("--stage is for leads; with --match, --map won=COLUMN or lost=COLUMN says what became of them")
	}
	if how.Stage, err = agreement.ParseStage(o.stage); err != nil {
		return how, usagef("--stage: %s", fault.UserText(err))
	}
	return how, nil
}

// table reads the file, once it is known where the data is.
func (o importOptions) table(env environment, path string) (*intake.Table, error) {
	if _, err := o.load(env); err != nil {
		return nil, err
	}
	if path == "-" {
		data, err := io.ReadAll(env.stdin)
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
		return intake.ReadTable("standard input", data)
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s; check the path", path)
	case err != nil:
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return intake.ReadTable(filepath.Base(path), data)
}

// take imports the file and says what became of its rows.
func (o importOptions) take(ctx context.Context, env environment, imp *intake.Import) (err error) {
	data, err := openOffline(ctx, env, o.place, creating)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	o.warn(env, imp)
	bar := newBar(env.stderr, imp.Rows)
	report, err := imp.Run(ctx, data.services, env.now(), func(rows int) { _ = bar.Add(rows) }) // a picture only
	_ = bar.Finish()
	if err != nil {
		return stopped(ctx, report, err)
	}
	return o.tell(env, imp, report, data.settings.Calendar.Location)
}

// stopped says how far an import came, whether somebody ended it or it failed.
func stopped(ctx context.Context, r intake.Report, err error) error {
	const after = "What is in stays; the same command again takes the rest"
	taken := countOf(r.New+r.Updated+r.Unchanged, "row")
	if ctx.Err() != nil {
		return fmt.Errorf("stopped after %s. %s", taken, after)
	}
	return fmt.Errorf("the import failed after %s: %w. %s", taken, err, after)
}

// preview shows how the file would be read and what would become of it.
func (o importOptions) preview(ctx context.Context, env environment, imp *intake.Import) (err error) {
	data, err := o.lookAt(ctx, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	say(env.stdout, "How %s would be read:\n", imp.Name())
	if err := imp.Describe(env.stdout); err != nil {
		return err
	}
	o.warn(env, imp)
	report, err := imp.Preview(ctx, data.services, env.now())
	showFigures(env, report.Figures)
	if err != nil {
		return err
	}
	return o.tell(env, imp, report, data.settings.Calendar.Location)
}

// lookAt opens the data to read it; a folder that has none yet is not made.
func (o importOptions) lookAt(ctx context.Context, env environment) (*offline, error) {
	c, err := o.load(env)
	if err != nil {
		return nil, err
	}
	if mustExist(c.Data) != nil {
		return nowhere(ctx, env, c)
	}
	return openOffline(ctx, env, o.place, reading)
}

// warn says what may surprise.
func (o importOptions) warn(env environment, imp *intake.Import) {
	if !o.dryRun && len(imp.Mapping.Ignored) > 0 {
		say(env.stderr, "Not read: %s. --map reads a column as a field, --dry-run shows how the file is read.\n", strings.Join(imp.Mapping.Ignored, ", "))
	}
	if _, dated := imp.Mapping.Columns[intake.FieldCreated]; !dated && imp.Kind() == intake.Leads {
		say(env.stderr, "No column says when the leads came, so they count as of now. "+
			"--map created=COLUMN reads their dates.\n")
	}
}

// shownProblems is how many rows are explained on the terminal.
const shownProblems = 20

// rejectedError is that some rows of a file are not good, which whoever started
// the import in a script must learn without reading what it says.
type rejectedError struct{ text string }

func (e *rejectedError) Error() string { return e.text }

// tell reports what became of the rows; it fails where any is not good.
func (o importOptions) tell(env environment, imp *intake.Import, r intake.Report, zone *time.Location) error {
	problems := slices.SortedStableFunc(slices.Values(r.Problems), func(a, b imports.Problem) int { return a.Row - b.Row })
	for i := range problems {
		problems[i].Reason = plain(problems[i].Reason, zone)
	}

	for i, p := range problems {
		if i == shownProblems {
			say(env.stderr, "… and %s more. --rejected PATH writes them all to a file.\n", countOf(len(problems)-i, "row"))
			break
		}
		say(env.stderr, "row %d: %s\n", p.Row, p.Reason)
	}
	if o.rejected != "" && len(problems) > 0 {
		err := writeFile(o.rejected, func(f *os.File) error { return imp.WriteRejected(f, problems) })
		if err != nil {
			return err
		}
	}
	if len(problems) == imp.Rows {
		return fmt.Errorf("nothing of %s could be taken: %s not good, as said above", imp.Name(), isOrAre(imp.Rows, "row"))
	}
	verb := "Taken"
	if o.dryRun {
		verb = "Nothing was changed. Would be taken"
	}
	parts := takenParts(imp.Kind(), r)
	if len(problems) > 0 {
		parts = append(parts, countOf(len(problems), "row")+" rejected")
	}
	say(env.stdout, "%s from %s: %s.\n", verb, imp.Name(), strings.Join(parts, ", "))
	if len(problems) > 0 {
		return o.rejects(len(problems), imp)
	}
	return nil
}

func (o importOptions) rejects(n int, imp *intake.Import) error {
	verb := "are"
	if n == 1 {
		verb = "is"
	}
	text := fmt.Sprintf("%d of %s of %s %s not good, as said above. ", n, countOf(imp.Rows, "row"), imp.Name(), verb)
	if o.rejected != "" {
		text += "Mend what is in " + o.rejected + " and import it"
	} else {
		text += "Mend them; --rejected PATH writes them to a file"
	}
	return &rejectedError{text}
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
	noun, known, replaced := "row", " known already and left as stored", 0
	if kind == intake.Figures {
		noun, known, replaced = "figure", " known already", r.Updated
	}

	all := []string{parts[kind]}
	for _, more := range []struct {
		n    int
		what string
	}{
		{replaced, " replaced"}, {r.Unchanged, known}, {r.Open, " of leads still open left out"},
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
