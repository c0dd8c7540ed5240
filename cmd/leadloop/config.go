package main

import (
	"context"
	"strings"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
)

const configUsage = `check --config FILE [--offline]
       leadloop config reference

check lists everything that is wrong with a configuration, at once. With
--offline it asks for no tokens, channels or people. reference prints a
configuration file with every setting explained, to begin with.`

// configCommand checks a configuration or prints the reference.
func configCommand(_ context.Context, env environment, args []string) error {
	var path string
	var offlineOnly bool
	flags := newFlags(env, "config", configUsage)
	flags.StringVar(&path, "config", "", "the configuration `FILE`")
	flags.BoolVar(&offlineOnly, "offline", false, "checks only what the commands without Slack need")
	words, err := parseArgs(flags, args)
	if err != nil {
		return err
	}
	switch strings.Join(words, " ") {
	case "check":
		return checkConfig(env, path, offlineOnly)
	case "reference":
		_, err := env.stdout.Write(configs.Reference())
		return err
	case "":
		return usagef("say what to do with the configuration: check or reference")
	}
	return unknownWord("word after config", strings.Join(words, " "), []string{"check", "reference"})
}

func checkConfig(env environment, path string, offlineOnly bool) error {
	name := path
	if path == "" {
		if !isSet(env, "LEADLOOP_DATA") {
			return usagef("say which configuration to check, with --config FILE")
		}
		name = "The configuration in the environment"
	}
	load := configs.Load
	if offlineOnly {
		load = configs.LoadOffline
	}
	c, err := load(path, env.environ)
	if err != nil {
		return err
	}
	if _, err := daemon.Settings(c); err != nil {
		return err
	}
	say(env.stdout, "%s is fine: data in %s, time zone %s, amounts in %s.\n", name, c.Data, c.Workspace.TimeZone, c.Workspace.Currency)
	if !offlineOnly && path != "" {
		say(env.stdout, "`leadloop doctor --config %s` checks it against Slack.\n", path)
	}
	return nil
}
