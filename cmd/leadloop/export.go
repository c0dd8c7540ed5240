package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/store"
)

const exportHelp = `Writes every lead, or the whole journal, to standard output or to a file. Times
carry their zone. In CSV, text that a spreadsheet would run as a formula has a
' before it, also where lists are separated by semicolons. What a terminal would
obey is left out where one shows it.`

// exportFlags are what export can be told.
func exportFlags() []cli.Flag {
	return withPlace(
		&cli.StringFlag{Name: "format", Value: "csv", Usage: "`csv|json`; json is one array of objects"},
		&cli.StringFlag{Name: "out", Usage: "the `FILE` to write; none is standard output"},
	)
}

// exporter writes records of one kind and counts them.
type exporter func(context.Context, *store.Store, io.Writer, intake.Format, *time.Location) (int, error)

// export writes to a file, or to standard output where none is named.
func export(noun string, write exporter) action {
	return func(ctx context.Context, env environment, cmd *cli.Command) error {
		format, err := intake.ParseFormat(cmd.String("format"))
		if err != nil {
			return usagef("--format: %v", err)
		}

		if info, err := os.Lstat(cmd.String("out")); err == nil && info.Mode().IsRegular() {
			return fmt.Errorf("%s exists already; give the export another name with --out", cmd.String("out"))
		}

		return withData(ctx, env, placeOf(cmd), reading, func(data *offline) error {
			path, zone, written := cmd.String("out"), data.settings.Calendar.Location, 0
			if path == "" {
				_, err := write(ctx, data.file.Store, onTerminal(env.stdout), format, zone)
				return err
			}

			err := writeFile(path, func(f *os.File) (err error) {
				written, err = write(ctx, data.file.Store, f, format, zone)
				return err
			})
			if err == nil {
				say(env.stdout, "Wrote %s to %s.\n", countOf(written, noun), path)
			}

			return err
		})
	}
}
