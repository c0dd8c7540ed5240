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
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/leadloop/leadloop/funnel/fault"
)

// environment is what a command knows of the world besides its arguments.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	environ        []string // as os.Environ gives it
	now            func() time.Time
}

// The exit codes.
const (
	exitFailed   = 1
	exitUsage    = 2
	exitRejected = 3 // it worked, but for rows of the file that were not good
)

// coded is an error with an exit code of its own, which a script knows it by.
type coded struct {
	code int
	text string
}

func (e *coded) Error() string { return e.text }

// usagef is that a command was not understood.
func usagef(format string, args ...any) error {
	return &coded{exitUsage, fmt.Sprintf(format, args...)}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	env := environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), now: time.Now}
	os.Exit(execute(ctx, env, os.Args[1:]))
}

// execute runs one command and gives the exit code. Texts of the rules are
// worded for a terminal.
func execute(ctx context.Context, env environment, args []string) int {
	err := program(env).Run(ctx, append([]string{"leadloop"}, args...))
	if err == nil {
		return 0
	}

	code := exitFailed
	if own, ok := errors.AsType[*coded](err); ok {
		code = own.code
	} else if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("stopped")
	}

	say(env.stderr, "leadloop: %s\n", plain(err.Error(), time.UTC))
	return code
}

// say writes to a terminal or pipe; that nobody reads is nobody's error. Names of columns, files and people may hold
// what a terminal obeys.
func say(w io.Writer, format string, args ...any) {
	_, _ = io.WriteString(w, fault.Printable(fmt.Sprintf(format, args...)))
}

// onTerminal is an output from which a terminal is shown nothing that it would obey. Files and pipes get all bytes.
func onTerminal(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return printable{w}
	}

	return w
}

// printable writes what can be seen.
type printable struct{ io.Writer }

// Write passes on what can be seen of a text, and says that all was written.
func (p printable) Write(text []byte) (int, error) {
	if _, err := io.WriteString(p.Writer, fault.Printable(string(text))); err != nil {
		return 0, err
	}

	return len(text), nil
}
