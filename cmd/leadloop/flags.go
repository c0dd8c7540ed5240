package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/internal/spelling"
)

// errHelpShown says that help was asked for and given.
var errHelpShown = errors.New("help was shown")

// usageError is a command that was not understood.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error {
	return &usageError{text: fmt.Sprintf(format, args...)}
}

// newFlags gives the flags of a command; usage is what follows its name.
func newFlags(env environment, name, usage string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(env.stdout)
	flags.Usage = func() {
		say(env.stdout, "Usage: leadloop %s %s\n", name, usage)
		var text strings.Builder
		flags.VisitAll(func(f *flag.Flag) { describeFlag(&text, f) })
		say(env.stdout, "%s", text.String())
	}
	return flags
}

func describeFlag(text *strings.Builder, f *flag.Flag) {
	value, usage := flag.UnquoteUsage(f)
	head := strings.TrimRight("--"+f.Name+" "+value, " ")
	fmt.Fprintf(text, "\n  %s\n        %s\n", head, usage)
	if f.DefValue != "" && f.DefValue != "false" {
		fmt.Fprintf(text, "        (default %s)\n", f.DefValue)
	}
}

// parseFlags reads a command that takes flags only.
func parseFlags(flags *flag.FlagSet, args []string) error {
	rest, err := parseArgs(flags, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("%s does not take %q; `leadloop %s -h` shows what it takes", flags.Name(), rest[0], flags.Name())
	}
	return nil
}

// parseArgs reads flags wherever they stand and gives the words between them.
func parseArgs(flags *flag.FlagSet, args []string) (words []string, err error) {
	show := flags.Usage
	for {
		// The library would print its own message, and the usage with it.
		out := flags.Output()
		flags.SetOutput(io.Discard)
		flags.Usage = func() {}
		err := flags.Parse(args)
		flags.SetOutput(out)
		flags.Usage = show
		switch {
		case errors.Is(err, flag.ErrHelp):
			flags.Usage()
			return nil, errHelpShown
		case err != nil:
			return nil, usagef("%v; `leadloop %s -h` shows what it takes", err, flags.Name())
		case flags.NArg() == 0:
			return words, nil
		}
		// A lone - is a word, and means standard input.
		words = append(words, flags.Arg(0))
		args = flags.Args()[1:]
	}
}

// unknownWord says that a word is none of those that are known.
func unknownWord(what, word string, known []string) error {
	if nearest, near := spelling.Nearest(word, known); near {
		return usagef("there is no %s %q; did you mean %s? There are %s", what, word, nearest, strings.Join(known, ", "))
	}
	return usagef("there is no %s %q; there are %s", what, word, strings.Join(known, ", "))
}

// countOf writes a number with its noun, such as 1 lead, 8,000 leads or 2 entries.
func countOf(n int, noun string) string {
	if stem, y := strings.CutSuffix(noun, "y"); y && n != 1 {
		return stats.Thousands(float64(n)) + " " + stem + "ies"
	}
	return stats.Counted(int64(n), noun)
}

// configPath reads the flags of a command that is told no more than where the
// configuration is.
func configPath(env environment, name string, args []string) (path string, err error) {
	flags := newFlags(env, name, "--config FILE")
	flags.StringVar(&path, "config", "", "the configuration file")
	return path, parseFlags(flags, args)
}
