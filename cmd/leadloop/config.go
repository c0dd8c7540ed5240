package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	docs "github.com/urfave/cli-docs/v3"
	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
)

func checkConfig(_ context.Context, env environment, cmd *cli.Command) error {
	path := cmd.String("config")
	name := path
	if path == "" {
		if !isSet(env, "LEADLOOP_DATA") {
			return usagef("say which configuration to check, with --config FILE")
		}

		name = "The configuration in the environment"
	}

	load := configs.Load
	if cmd.Bool("offline") {
		load = configs.LoadOffline
	}

	c, err := load(path, env.environ)
	if err != nil {
		return err
	}

	if _, err := daemon.Settings(c); err != nil {
		return err
	}

	if left := c.Examples(); len(left) > 0 && !cmd.Bool("offline") {
		return fmt.Errorf("%s still has ids of the reference, which are nobody's: %s; put in those of your workspace", name, strings.Join(left, ", "))
	}

	say(env.stdout, "%s is fine: data in %s, time zone %s, amounts in %s.\n", name, c.Data, c.Workspace.TimeZone, c.Workspace.Currency)
	if !cmd.Bool("offline") && path != "" {
		say(env.stdout, "`leadloop doctor --config %s` checks it against Slack.\n", path)
	}

	return nil
}

// prints is the action of a command that writes a text.
func prints(text []byte) action {
	return func(_ context.Context, env environment, _ *cli.Command) error {
		_, err := env.stdout.Write(text)
		return err
	}
}

// manCommand prints the manual page, in which each command has its description
// and none the help that all of them have.
func manCommand(_ context.Context, env environment, cmd *cli.Command) error {
	_ = cmd.Root().Walk(func(c *cli.Command) error {
		c.Hidden, c.UsageText = c.Hidden || c.Name == "help", cmp.Or(c.UsageText, c.Description)
		return nil
	})
	page, err := docs.ToManWithSection(cmd.Root(), 1)
	say(env.stdout, "%s", page)
	return err
}
