package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/internal/spelling"
)

// start is for who sees the program for the first time.
const start = `New here? This shows the whole product in your browser, without Slack:

  leadloop demo

In your own Slack: "leadloop manifest" prints the app to create there,
"leadloop config reference" a configuration to begin with, "leadloop doctor"
checks both, and "leadloop run" starts the bot.

"leadloop help COMMAND" tells more of a command.`

// action is what a command does, once its flags are read.
type action func(context.Context, environment, *cli.Command) error

// commands are in the order in which people meet them.
func commands(does func(action) cli.ActionFunc) []*cli.Command {
	return []*cli.Command{
		{Name: "demo", Usage: "try it: a simulated workspace with the bot, in a browser", Flags: demoFlags(), Action: does(demoCommand)},
		{Name: "run", Usage: "run the bot against Slack", Flags: configFlag(), Action: does(runCommand)},
		{
			Name: "manifest", Usage: "print the app manifest to paste into Slack", Action: does(prints(configs.Manifest())),
			Description: "Paste it at https://api.slack.com/apps, Create New App, From a manifest.",
		},
		{
			Name: "config", Usage: "check the configuration; print the reference", Action: does(orSay("say what to do with the configuration: check or reference")),
			Flags: configFlag(&cli.BoolFlag{Name: "offline", Usage: "asks for no tokens, channels or people, which only Slack needs"}),
			Commands: []*cli.Command{
				{Name: "check", Usage: "list everything that is wrong with a configuration, at once", Action: does(checkConfig)},
				{
					Name: "reference", Usage: "print a configuration file with every setting explained, to begin with",
					Action: does(prints(configs.Reference())),
				},
			},
		},
		{Name: "doctor", Usage: "check tokens, scopes, channels, time zone and data folder", Flags: configFlag(), Action: does(doctorCommand)},
		{
			Name: "health", Usage: "ask the running process whether it is well", Flags: configFlag(),
			Action: does(healthCommand),
		},
		{
			Name: "import", Usage: "take leads, and what became of them, from a CSV file", ArgsUsage: "FILE.csv",
			Description: importHelp, Flags: importFlags(), Action: does(importCommand),
			ArgValidator: oneWord("import takes one file, such as leads.csv"),
		},
		{
			Name: "export", Usage: "write leads or the journal as CSV or JSON", Description: exportHelp,
			Flags: exportFlags(), Action: does(orSay("say what to export: leads or journal")),
			Commands: []*cli.Command{
				{Name: "leads", Usage: "write every lead", Action: does(export("lead", intake.ExportLeads))},
				{Name: "journal", Usage: "write the whole journal", Action: does(export("journal entry", intake.ExportJournal))},
			},
		},
		{
			Name: "digest", Usage: "show the digest of a week", Description: digestHelp, Flags: digestFlags(),
			Action: does(digestCommand),
		},
		{
			Name: "verify", Usage: "recompute every index and counter and compare", Description: verifyHelp,
			Action: does(verifyCommand),
			Flags:  withPlace(&cli.BoolFlag{Name: "repair", Usage: "makes indexes and counters anew where they differ"}),
		},
		{
			Name: "compact", Usage: "give back the disk space that the data no longer needs",
			Description: compactHelp, Flags: withPlace(), Action: does(compactCommand),
		},
		{
			Name: "backup", Usage: "write a checked copy of the data", Description: backupHelp, Action: does(backupCommand),
			Flags: withPlace(&cli.StringFlag{Name: "out", Usage: "the `FILE` to write; it must not exist yet"}),
		},
		{
			Name: "restore", Usage: "put a backup into an empty data folder", ArgsUsage: "BACKUP",
			Description: restoreHelp, Flags: withPlace(), Action: does(restoreCommand),
			ArgValidator: oneWord("restore takes one backup, such as leadloop-20261122T090000Z.db"),
		},
		{Name: "version", Usage: "print the version", Action: does(versionCommand)},
		{Name: "man", Usage: "print the manual page", Hidden: true, Action: does(manCommand)},
	}
}

// program puts the commands below the word leadloop.
func program(env environment) *cli.Command {
	root := &cli.Command{
		Name: "leadloop", Usage: "makes sales and marketing work as one team, in Slack", Description: start,
		UsageText: "leadloop COMMAND [flags]", Reader: env.stdin, Writer: env.stdout, ErrWriter: env.stderr,
		Flags: []cli.Flag{&cli.BoolFlag{Name: "version", Usage: "print the version", Local: true}},
		Commands: commands(func(do action) cli.ActionFunc {
			return func(ctx context.Context, cmd *cli.Command) error { return do(ctx, env, cmd) }
		}),
		Action: func(ctx context.Context, cmd *cli.Command) error {
			if cmd.Bool("version") {
				return versionCommand(ctx, env, cmd)
			}

			return cli.ShowRootCommandHelp(cmd)
		},
		EnableShellCompletion: true, ConfigureShellCompletionCommand: func(c *cli.Command) {
			c.Hidden, c.Usage = false, "print what completes commands in bash, zsh or fish"
		},
		ArgValidator: knownWords, DisableSliceFlagSeparator: true,
		ExitErrHandler: func(context.Context, *cli.Command, error) {}, // execute knows the codes
	}
	_ = root.Walk(func(c *cli.Command) error {
		c.OnUsageError, c.ShellComplete = explainFlag, complete
		return nil
	})
	return root
}

// knownWords refuses words that no command takes: where there are commands
// below this one, one of them was meant.
func knownWords(_ context.Context, cmd *cli.Command) error {
	word := cmd.Args().First()
	if cmd.Name == "help" {
		cmd = cmd.Lineage()[1]
	}

	if word == "" || cmd.Command(word) != nil {
		return nil
	}

	if len(cmd.VisibleCommands()) > 0 {
		return unknownCommand(cmd, word)
	}

	return usagef("%s does not take %q; `%s -h` shows what it takes", nameOf(cmd), word, cmd.FullName())
}

// nameOf is the name of a command below leadloop.
func nameOf(cmd *cli.Command) string { return strings.TrimPrefix(cmd.FullName(), "leadloop ") }

func unknownCommand(cmd *cli.Command, word string) error {
	what := "command"
	if cmd != cmd.Root() {
		what = nameOf(cmd)
	}

	var names []string
	for _, c := range cmd.VisibleCommands() {
		names = append(names, c.Name)
	}

	return unknownWord(what, word, names)
}

// explainFlag says which flag was meant by one that is not known.
func explainFlag(_ context.Context, cmd *cli.Command, err error, _ bool) error {
	if word := cmd.Args().First(); word != "" && len(cmd.VisibleCommands()) > 0 {
		return unknownCommand(cmd, word) // whose flags cannot be known
	}

	typed, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return usagef("%v; `%s -h` shows what it takes", err, cmd.FullName())
	}

	var flags []string
	for _, f := range flagsOf(cmd) {
		flags = append(flags, f.Names()[0])
	}

	meant := ""
	if nearest, near := spelling.Nearest(typed, flags); near {
		meant = "did you mean --" + nearest + "? "
	}

	return usagef("%s has no flag --%s; %s`%s -h` shows what it takes", nameOf(cmd), typed, meant, cmd.FullName())
}

// orSay is the action of a command that does nothing without one below it.
func orSay(missing string) action {
	return func(context.Context, environment, *cli.Command) error { return usagef("%s", missing) }
}

// unknownWord says that a word is none of those that are known.
func unknownWord(what, word string, known []string) error {
	if nearest, near := spelling.Nearest(word, known); near {
		return usagef("there is no %s %q; did you mean %s? There are %s", what, word, nearest, strings.Join(known, ", "))
	}

	return usagef("there is no %s %q; there are %s", what, word, strings.Join(known, ", "))
}

// oneWord has a command take one word, or say what is missing.
func oneWord(missing string) cli.ArgValidatorFunc {
	return func(_ context.Context, cmd *cli.Command) error {
		if cmd.Args().Len() != 1 && cmd.Name != "help" {
			return usagef("%s; `%s -h` shows how", missing, cmd.FullName())
		}

		return nil
	}
}

// complete offers what may stand next: of a flag that takes one of few words,
// such as csv|json, these.
func complete(ctx context.Context, cmd *cli.Command) {
	last := ""
	if typed := cmd.Args().Slice(); len(typed) > 0 {
		last = typed[len(typed)-1]
	}

	for _, f := range flagsOf(cmd) {
		described, ok := f.(cli.DocGenerationFlag)
		if !ok || "--"+f.Names()[0] != last {
			continue
		}

		if parts := strings.Split(described.GetUsage(), "`"); len(parts) > 1 && strings.Contains(parts[1], "|") {
			say(cmd.Root().Writer, "%s\n", strings.ReplaceAll(parts[1], "|", "\n"))
			return
		}
	}

	cli.DefaultCompleteWithFlags(ctx, cmd)
}

// flagsOf are the flags that a command takes, with those of the command above it.
func flagsOf(cmd *cli.Command) (all []cli.Flag) {
	for _, c := range cmd.Lineage() {
		all = append(all, c.Flags...)
	}

	return all
}
