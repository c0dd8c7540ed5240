package main

import (
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

func TestTheVersionIsWhatItWasBuiltFrom(t *testing.T) {
	revision := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"}}
	for _, test := range []struct {
		given, module string
		settings      []debug.BuildSetting
		want          string
	}{
		{"v1.2.0-3-gabc", "(devel)", revision, "v1.2.0-3-gabc, go1.26"},
		{"", "v1.2.0", nil, "v1.2.0, go1.26"},
		{"", "(devel)", revision, "devel (0123456789ab), changed since, go1.26"},
		{"", "", nil, "devel, go1.26"},
	} {
		info := &debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Version: test.module}, Settings: test.settings}
		if got := versionOf(test.given, info); got != test.want {
			t.Errorf("%q of %q: %q, want %q", test.given, test.module, got, test.want)
		}
	}
}

// TestTheImageKnowsItsVersion: the linker ignores a variable that is not there.
func TestTheImageKnowsItsVersion(t *testing.T) {
	file, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := os.ReadFile("../../.dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(file), "-X main.release=$version") || !strings.Contains(string(file), "git describe") {
		t.Error("the image is built without its version")
	}
	if slices.Contains(strings.Fields(string(ignored)), ".git") {
		t.Error("the repository that says the version is kept from the build of the image")
	}
}
