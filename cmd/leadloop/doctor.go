package main

import (
	"context"
	"errors"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
)

// doctorCommand checks everything that Leadloop needs and says what to do
// about each thing that is wrong.
func doctorCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	c, err := configs.Load(cmd.String("config"), env.environ)
	if err != nil {
		return err
	}

	bad := 0
	for _, check := range daemon.Examine(ctx, c) {
		mark := "ok  "
		if check.Advice != "" {
			mark, bad = "FAIL", bad+1
		}

		say(env.stdout, "%s  %-14s %s\n", mark, check.Name, check.Found)
		if check.Advice != "" {
			say(env.stdout, "      → %s\n", check.Advice)
		}
	}

	if bad > 0 {
		return errors.New(countOf(bad, "check") + " failed; see what to do about each above")
	}

	return nil
}
