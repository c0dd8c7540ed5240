package main

import (
	"context"
	"errors"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/logging"
)

// runCommand runs Leadloop against Slack until ctx ends.
func runCommand(ctx context.Context, env environment, args []string) error {
	path, err := configPath(env, "run", args)
	if err != nil {
		return err
	}
	c, err := configs.Load(path, env.environ)
	if err != nil {
		return err
	}
	log, err := logging.New(env.stderr, c.Log.Level, c.Slack.BotToken.Reveal(), c.Slack.AppToken.Reveal(), c.Intake.Token.Reveal())
	if err != nil {
		return err
	}
	d, err := daemon.New(ctx, c, daemon.Options{Log: log, Version: version()})
	if err != nil {
		return err
	}
	log.Info().Str("version", version()).Str("admin", d.AdminAddr()).Str("intake", d.IntakeAddr()).Msg("Leadloop starts")
	err = errors.Join(d.Run(ctx), d.Close())
	log.Info().Msg("Leadloop has stopped")
	return err
}
