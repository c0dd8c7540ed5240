package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/store"
)

const exportUsage = "leads|journal " + placeUsage + ` [--format csv|json] [--out FILE]

Writes every lead, or the whole journal, to standard output or to a file. Times
carry their zone. In CSV, text that a spreadsheet would run as a formula has a
' before it.`

// exportable is something that can be written.
type exportable struct {
	name, noun string
	write      func(context.Context, *store.Store, io.Writer, intake.Format, *time.Location) (int, error)
}

// exportables are what can be written, in the order in which they are told.
func exportables() []exportable {
	return []exportable{{"leads", "lead", intake.ExportLeads}, {"journal", "journal entry", intake.ExportJournal}}
}

// exportCommand writes leads or the journal.
func exportCommand(ctx context.Context, env environment, args []string) (err error) {
	var p place
	var formatName, path string
	flags := newFlags(env, "export", exportUsage)
	p.register(flags)
	flags.StringVar(&formatName, "format", "csv", "`csv|json`; json is one array of objects")
	flags.StringVar(&path, "out", "", "the `FILE` to write; none is standard output")
	words, err := parseArgs(flags, args)
	if err != nil {
		return err
	}
	if len(words) != 1 {
		return usagef("say what to export: leads or journal")
	}
	all := exportables()
	at := slices.IndexFunc(all, func(e exportable) bool { return e.name == words[0] })
	if at < 0 {
		return unknownWord("export", words[0], []string{all[0].name, all[1].name})
	}
	what := all[at]

	format, err := intake.ParseFormat(formatName)
	if err != nil {
		return usagef("--format: %v", err)
	}
	data, err := openOffline(ctx, env, p, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.close()) }()
	zone := data.settings.Calendar.Location
	if path == "" {
		_, err := what.write(ctx, data.file.Store, env.stdout, format, zone)
		return err
	}
	written := 0
	err = writeFile(path, func(f *os.File) (err error) {
		written, err = what.write(ctx, data.file.Store, f, format, zone)
		return err
	})
	if err == nil {
		say(env.stdout, "Wrote %s to %s.\n", countOf(written, what.noun), path)
	}
	return err
}
