package main

import (
	"context"

	"github.com/leadloop/leadloop/configs"
)

// manifestCommand prints the app manifest.
func manifestCommand(_ context.Context, env environment, args []string) error {
	flags := newFlags(env, "manifest", "\n\nPrints the app manifest: paste it at https://api.slack.com/apps, Create New App, From a manifest.")
	if err := parseFlags(flags, args); err != nil {
		return err
	}
	_, err := env.stdout.Write(configs.Manifest())
	return err
}
