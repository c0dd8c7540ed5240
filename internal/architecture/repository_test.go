package architecture_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func text(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// instructions returns a Dockerfile's lines, without comments, by stage.
func instructions(dockerfile string) [][]string {
	var stages [][]string
	for line := range strings.Lines(dockerfile) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "FROM ") {
			stages = append(stages, nil)
		}
		if len(stages) > 0 {
			stages[len(stages)-1] = append(stages[len(stages)-1], line)
		}
	}
	return stages
}

func argument(t *testing.T, stage []string, instruction string) string {
	t.Helper()
	for _, line := range stage {
		if rest, found := strings.CutPrefix(line, instruction+" "); found {
			return rest
		}
	}
	t.Errorf("no %s in %q", instruction, stage[0])
	return ""
}

func words(t *testing.T, list string) string {
	t.Helper()
	var parts []string
	if err := json.Unmarshal([]byte(list), &parts); err != nil {
		t.Errorf("%s is not in the form without a shell, which the image has not: %v", list, err)
	}
	return strings.Join(parts, " ")
}

func TestDockerfile(t *testing.T) {
	stages := instructions(text(t, "Dockerfile"))
	if len(stages) != 2 {
		t.Fatalf("%d stages, want one to build and one to run", len(stages))
	}
	build, run := stages[0], stages[1]

	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(text(t, "go.mod"))[1]
	if image := argument(t, build, "FROM"); !strings.HasPrefix(image, "golang:"+version) {
		t.Errorf("built with %s, but go.mod asks for Go %s", image, version)
	}
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "./cmd/leadloop", ".ci/licences /licences"} {
		if !strings.Contains(strings.Join(build, "\n"), want) {
			t.Errorf("the build lacks %s", want)
		}
	}

	if image := argument(t, run, "FROM"); !strings.HasPrefix(image, "gcr.io/distroless/static") || !strings.HasSuffix(image, ":nonroot") {
		t.Errorf("runs on %s, want a static image without root", image)
	}
	if user := argument(t, run, "USER"); !strings.HasPrefix(user, "nonroot") {
		t.Errorf("runs as %s", user)
	}
	if !strings.Contains(strings.Join(run, "\n"), "COPY --from=build /licences /licences") {
		t.Error("the licence texts of what is linked in do not come along")
	}
	const data = "/var/lib/leadloop"
	if volume := argument(t, run, "VOLUME"); volume != data {
		t.Errorf("the volume is %s, want %s", volume, data)
	}
	if !strings.Contains(strings.Join(run, "\n"), "--chown=nonroot:nonroot /data "+data) {
		t.Error("the volume would belong to root, who does not run here")
	}
	entry := words(t, argument(t, run, "ENTRYPOINT"))
	if entry != "/leadloop" {
		t.Errorf("the entry point is %s", entry)
	}
	const config = "--config /etc/leadloop/leadloop.yaml"
	if command := words(t, argument(t, run, "CMD")); command != "run "+config {
		t.Errorf("the command is %s", command)
	}
	_, check, _ := strings.Cut(argument(t, run, "HEALTHCHECK"), "CMD ")
	if got := words(t, check); got != entry+" health "+config {
		t.Errorf("the health check is %s", got)
	}
}

func TestCIRunsTheDocumentedTestCommand(t *testing.T) {
	script := text(t, ".ci/run")
	for _, line := range []string{"set -euo pipefail", "go test -race ./..."} {
		if !strings.Contains(script, "\n"+line+"\n") {
			t.Errorf("the script lacks the line %q", line)
		}
	}
	info, err := os.Stat(filepath.Join(root, ".ci", "run"))
	if err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("the script cannot be executed: %v %v", info, err)
	}
}

func TestTheForgeRunsTheSameCheck(t *testing.T) {
	workflow := text(t, ".github/workflows/check.yml")
	for _, part := range []string{"run: .ci/run\n", "go-version-file: go.mod\n", "permissions:\n  contents: read\n"} {
		if !strings.Contains(workflow, part) {
			t.Errorf("the workflow lacks %q", part)
		}
	}
}

func TestDecisionRecordsSayEverything(t *testing.T) {
	records, err := filepath.Glob(filepath.Join(root, "docs", "adr", "*.md"))
	if err != nil || len(records) == 0 {
		t.Fatalf("no records found: %v", err)
	}
	name := regexp.MustCompile(`^\d{4}-[a-z0-9-]+\.md$`)
	for _, record := range records {
		base := filepath.Base(record)
		if !name.MatchString(base) {
			t.Errorf("%s: want a name such as 0001-pure-core.md", base)
		}
		content := text(t, "docs/adr/"+base)
		for _, heading := range []string{"## Context", "## Decision", "## Consequences", "## Alternatives"} {
			if !strings.Contains(content, "\n"+heading+"\n") {
				t.Errorf("%s lacks %q", base, heading)
			}
		}
	}
}

func TestChangelogAndLicence(t *testing.T) {
	if !strings.Contains(text(t, "CHANGELOG.md"), "\n## [Unreleased]\n") {
		t.Error("the changelog has no place for what is not yet released")
	}
	licence := text(t, "LICENSE")
	for _, part := range []string{"Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS"} {
		if !strings.Contains(licence, part) {
			t.Errorf("the licence lacks %q", part)
		}
	}
}
