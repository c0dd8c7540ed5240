package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/admin"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/logging"
	"github.com/leadloop/leadloop/store"
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

// healthCommand asks the running process on this machine whether it is well;
// the container's health check calls it.
func healthCommand(ctx context.Context, env environment, args []string) error {
	path, err := configPath(env, "health", args)
	if err != nil {
		return err
	}
	c, err := configs.LoadOffline(path, env.environ)
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

// doctorCommand checks everything that Leadloop needs and says what to do
// about each thing that is wrong.
func doctorCommand(ctx context.Context, env environment, args []string) error {
	path, err := configPath(env, "doctor", args)
	if err != nil {
		return err
	}
	c, err := configs.Load(path, env.environ)
	if err != nil {
		return err
	}
	bad := 0
	for _, check := range daemon.Examine(ctx, c) {
		mark := "ok  "
		if check.Advice != "" {
			mark, bad = "FAIL", bad+1
		}
		_, _ = fmt.Fprintf(env.stdout, "%s  %-14s %s\n", mark, check.Name, check.Found)
		if check.Advice != "" {
			_, _ = fmt.Fprintf(env.stdout, "      → %s\n", check.Advice)
		}
	}
	if bad > 0 {
		return errors.New(countOf(bad, "check") + " failed; see what to do about each above")
	}
	return nil
}

// versionCommand prints the version.
func versionCommand(_ context.Context, env environment, args []string) error {
	if err := parseFlags(newFlags(env, "version", ""), args); err != nil {
		return err
	}
	say(env.stdout, "leadloop %s, data schema %d\n", version(), store.SchemaVersion)
	return nil
}

// version is the version of the module, with the revision it was built from
// where that is known.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text, dirty := info.Main.Version, ""
	if text == "" || text == "(devel)" {
		text = "devel"
	}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.modified" && setting.Value == "true":
			dirty = ", changed since"
		case setting.Key == "vcs.revision" && text == "devel" && len(setting.Value) >= 12:
			text += " (" + setting.Value[:12] + ")"
		}
	}
	return text + dirty + ", " + info.GoVersion
}
