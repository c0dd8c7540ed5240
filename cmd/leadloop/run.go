package main

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/logging"
	"github.com/leadloop/leadloop/store"
)

// runCommand runs Leadloop against Slack until ctx ends.
func runCommand(ctx context.Context, env environment, cmd *cli.Command) error {
	c, err := configs.Load(cmd.String("config"), env.environ)
	if err != nil {
		return err
	}

	log, err := logging.New(env.stderr, c.Log.Level, c.Slack.BotToken.Reveal(), c.Slack.AppToken.Reveal(),
		c.Intake.Token.Reveal())
	if err != nil {
		return err
	}

	relaxCollector(env.environ)
	d, err := daemon.New(ctx, c, daemon.Options{Log: log, Version: version()})
	if err != nil {
		return err
	}

	log.Info().Str("version", version()).Str("admin", d.AdminAddr()).Str("intake", d.IntakeAddr()).Msg("Leadloop starts")
	err = errors.Join(d.Run(ctx), d.Close())
	log.Info().Msg("Leadloop has stopped")
	return err
}

// How much garbage may lie about, in percent of what is in use and in bytes in all: little is in use, so that
// collecting it at every doubling would take more time than the commands.
const (
	garbagePercent = 400
	garbageLimit   = 96 << 20
)

// relaxCollector is for a program that has little in memory and much to do. Who sets the collector themselves is
// obeyed.
func relaxCollector(environ []string) {
	for _, setting := range environ {
		if strings.HasPrefix(setting, "GOGC=") || strings.HasPrefix(setting, "GOMEMLIMIT=") {
			return
		}
	}

	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(garbageLimit)
}

func versionCommand(_ context.Context, env environment, _ *cli.Command) error {
	say(env.stdout, "leadloop %s, data schema %d\n", version(), store.SchemaVersion)
	return nil
}

// release is the version that a build was given, as that of the image is.
//
//nolint:gochecknoglobals // the linker sets it
var release string

// version is what the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}

	return versionOf(release, info)
}

// versionOf is the version that was given, else that of the module, with the
// revision it was built from where that is known.
func versionOf(given string, info *debug.BuildInfo) string {
	if given != "" {
		return given + ", " + info.GoVersion
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
