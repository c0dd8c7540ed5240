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

// exports are what can be written.
func exports() map[string]func(context.Context, *store.Store, io.Writer, intake.Format, *time.Location) (int, error) {
	return map[string]func(context.Context, *store.Store, io.Writer, intake.Format, *time.Location) (int, error){
		"leads": intake.ExportLeads, "journal": intake.ExportJournal,
	}
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
	write, known := exports()[words[0]]
	if !known {
		return unknownWord("export", words[0], []string{"leads", "journal"})
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
		_, err := write(ctx, data.file.Store, env.stdout, format, zone)
		return err
	}
	written := 0
	err = writeFile(path, func(f *os.File) (err error) {
		written, err = write(ctx, data.file.Store, f, format, zone)
		return err
	})
	if err == nil {
		say(env.stdout, "Wrote %s to %s.\n", countOf(written, map[string]string{"leads": "lead", "journal": "entrie"}[words[0]]), path)
	}
	return err
}
