package main

import (
	"context"
	"errors"
	"io"
	"os"
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

func exportables() []exportable {
	return []exportable{{"leads", "lead", intake.ExportLeads}, {"journal", "journal entry", intake.ExportJournal}}
}

func findExport(name string) (exportable, error) {
	var names []string
	for _, e := range exportables() {
		if e.name == name {
			return e, nil
		}
		names = append(names, e.name)
	}
	return exportable{}, unknownWord("export", name, names)
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
	what, err := findExport(words[0])
	if err != nil {
		return err
	}
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
