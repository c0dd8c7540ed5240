package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/admin"
)

// healthCommand asks the running process on this machine whether it is well;
// the container's health check calls it.
func healthCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	c, err := configs.LoadOffline(cmd.String("config"), env.environ)
	if err != nil {
		return err
	}

	client := admin.NewClient(c.Admin.Listen)
	if err := client.Health(ctx); err != nil {
		return err
	}

	reasons, err := client.Ready(ctx)
	if err != nil {
		return err
	}

	if len(reasons) > 0 {
		// No failure: restarting the process would not bring Slack back.
		say(env.stdout, "Leadloop runs, but cannot serve now: %s.\n", strings.Join(reasons, "; "))
		return nil
	}

	say(env.stdout, "Leadloop runs and serves.\n")
	return nil
}
