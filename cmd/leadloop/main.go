// Command leadloop is the whole program: the bot, the demo, and the commands
// that work on the data without Slack.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// environment is what a command knows of the world besides its arguments.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	environ        []string // as os.Environ gives it
	now            func() time.Time
}

// command is one word after leadloop.
type command struct {
	name, summary string
	run           func(ctx context.Context, env environment, args []string) error
}

// commands are in the order in which people meet them.
func commands() []command {
	return []command{
		{"demo", "try it: a simulated workspace with the bot, in a browser", demoCommand},
		{"run", "run the bot against Slack", runCommand},
		{"manifest", "print the app manifest to paste into Slack", manifestCommand},
		{"config", "check the configuration; print the reference", configCommand},
		{"doctor", "check tokens, scopes, channels, time zone and data folder", doctorCommand},
		{"health", "ask the running process whether it is well", healthCommand},
		{"import", "take leads, and what became of them, from a CSV file", importCommand},
		{"export", "write leads or the journal as CSV or JSON", exportCommand},
		{"digest", "show the digest of a week", digestCommand},
		{"verify", "recompute every index and counter and compare", verifyCommand},
		{"compact", "give back the disk space that the data no longer needs", compactCommand},
		{"backup", "write a checked copy of the data", backupCommand},
		{"restore", "put a backup into an empty data folder", restoreCommand},
		{"version", "print the version", versionCommand},
	}
}

// The exit codes.
const (
	exitFailed   = 1
	exitUsage    = 2
	exitRejected = 3 // it worked, but for rows of the file that were not good
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	env := environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), now: time.Now}
	os.Exit(execute(ctx, env, os.Args[1:]))
}

// execute runs one command and gives the exit code.
func execute(ctx context.Context, env environment, args []string) int {
	err := dispatch(ctx, env, args)
	var usage *usageError
	var rejected *rejectedError
	switch {
	case err == nil, errors.Is(err, errHelpShown):
		return 0
	case errors.As(err, &usage):
		complain(env, err)
		return exitUsage
	case errors.As(err, &rejected):
		complain(env, err)
		return exitRejected
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		say(env.stderr, "leadloop: stopped\n")
		return exitFailed
	}
	complain(env, err)
	return exitFailed
}

// complain says what went wrong. Texts of the rules are worded for a terminal.
func complain(env environment, err error) {
	say(env.stderr, "leadloop: %s\n", plain(err.Error(), time.UTC))
}

func dispatch(ctx context.Context, env environment, args []string) error {
	if len(args) == 0 || isHelp(args[0]) {
		if len(args) > 1 {
			return dispatch(ctx, env, []string{args[1], "-h"})
		}
		return showCommands(env.stdout)
	}
	if args[0] == "--version" {
		args = []string{"version"}
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		rest := args[1:]
		if len(rest) == 1 && rest[0] == "help" {
			rest = []string{"-h"}
		}
		return c.run(ctx, env, rest)
	}
	return unknownWord("command", args[0], commandNames())
}

func isHelp(word string) bool {
	return word == "help" || word == "-h" || word == "-help" || word == "--help"
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

func showCommands(w io.Writer) error {
	var text strings.Builder
	text.WriteString("Leadloop makes sales and marketing work as one team, in Slack.\n\nUsage: leadloop COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&text, "  %-9s %s\n", c.name, c.summary)
	}
	text.WriteString("\n`leadloop help COMMAND` tells more.\n")
	_, err := io.WriteString(w, text.String())
	return err
}

// say writes to a terminal or pipe; that nobody reads is nobody's error.
func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}
