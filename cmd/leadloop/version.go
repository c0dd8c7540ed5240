package main

import (
	"context"
	"runtime/debug"

	"github.com/leadloop/leadloop/store"
)

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
