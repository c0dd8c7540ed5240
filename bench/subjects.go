package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// subject is a bot that is measured.
type subject struct {
	name  string // by which it is asked for
	title string // over its column
	want  string // what each acknowledgement of /lead log holds

	// prepare builds the bot, or says why it cannot be had here.
	prepare func(ctx context.Context, place workshop) (bot, error)
}

// bot is a subject that was built.
type bot struct {
	// command starts it over an empty or a filled data folder.
	command func(ctx context.Context, data, apiURL string) (*exec.Cmd, error)
	// program is Leadloop, whose other commands can be run too; empty of other bots.
	program string
}

// prove finds out whether all that was acknowledged was kept.
func (b bot) prove(ctx context.Context, data string, leads int) error {
	said, err := exec.CommandContext(ctx, b.program, "verify", "--data", storeIn(data)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("leadloop verify: %w: %s", err, bytes.TrimSpace(said))
	}

	if !strings.Contains(strings.ReplaceAll(string(said), ",", ""), fmt.Sprintf(": %d leads", leads)) {
		return fmt.Errorf("%d leads were acknowledged; leadloop verify says: %s", leads, bytes.TrimSpace(said))
	}

	return nil
}

// workshop says where things are.
type workshop struct {
	root  string // of the repository
	built string // folder for what is built
}

const (
	leadloopAnswer = `L-`
	anyAnswer      = ``
)

// subjects are all that can be asked for, but for builds of Leadloop that are given by their path.
var subjects = []subject{
	{name: "leadloop", title: "Leadloop", want: leadloopAnswer, prepare: buildLeadloop},
	{name: "bolt", title: "Bolt + SQLite", want: "L-", prepare: bolt("each")},
	{name: "boltgroup", title: "Bolt + SQLite, group commit", want: "L-", prepare: bolt("group")},
	{name: "floor", title: "slack-go + bbolt, group commit", want: "L-", prepare: floor(true)},
	{name: "echo", title: "echo", want: anyAnswer, prepare: floor(false)},
}

// choose finds the subjects of a list such as leadloop,before=/tmp/leadloop,bolt.
func choose(list string) ([]subject, error) {
	var chosen []subject

	for name := range strings.SplitSeq(list, ",") {
		s, err := find(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}

		chosen = append(chosen, s)
	}

	return chosen, nil
}

func find(name string) (subject, error) {
	if title, file, given := strings.Cut(name, "="); given {
		return subject{name: title, title: title, want: leadloopAnswer, prepare: givenLeadloop(file)}, nil
	}

	var known []string

	for _, s := range subjects {
		if s.name == name {
			return s, nil
		}

		known = append(known, s.name)
	}

	return subject{}, fmt.Errorf("there is no subject %q; expected %s, or NAME=PATH of a build of Leadloop", name, strings.Join(known, ", "))
}

func (w workshop) build(ctx context.Context, name, pkg string) (string, error) {
	file := filepath.Join(w.built, name)

	build := exec.CommandContext(ctx, "go", "build", "-o", file, pkg)
	build.Dir = w.root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")

	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w: %s", pkg, err, bytes.TrimSpace(said))
	}

	return file, nil
}

func buildLeadloop(ctx context.Context, place workshop) (bot, error) {
	file, err := place.build(ctx, "leadloop", "./cmd/leadloop")
	if err != nil {
		return bot{}, err
	}

	return leadloop(file), nil
}

func givenLeadloop(file string) func(context.Context, workshop) (bot, error) {
	return func(context.Context, workshop) (bot, error) {
		absolute, err := filepath.Abs(file)
		if err != nil {
			return bot{}, fmt.Errorf("find the build of Leadloop: %w", err)
		}

		if _, err := exec.LookPath(absolute); err != nil {
			return bot{}, fmt.Errorf("find the build of Leadloop: %w", err)
		}

		return leadloop(absolute), nil
	}
}

// leadloop runs with all that it does, and with marketing people enough for the load.
func leadloop(file string) bot {
	command := func(ctx context.Context, data, apiURL string) (*exec.Cmd, error) {
		config := configIn(data)

		admin, err := freeAddress(ctx)
		if err != nil {
			return nil, err
		}

		if err := os.WriteFile(config, []byte(leadloopConfig(data, admin)), 0o600); err != nil {
			return nil, fmt.Errorf("write the configuration: %w", err)
		}

		return launch(ctx, apiURL, nil, file, "run", "--config", config), nil
	}

	return bot{command: command, program: file}
}

func configIn(data string) string { return filepath.Join(data, "leadloop.yaml") }

func storeIn(data string) string { return filepath.Join(data, "store") }

// freeAddress is one on which nobody listens: the backup of a running program is asked for there.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}

	return listener.Addr().String(), listener.Close()
}

func leadloopConfig(data, admin string) string {
	var marketing []string
	for i := range maxCallers {
		marketing = append(marketing, personID(i))
	}

	return fmt.Sprintf(`data: %s
channels: {leads: %s, sales: C0BENCH0002, leadership: C0BENCH0003}
teams:
  marketing: {members: [%s], signer: %s}
  sales: {members: [U0SALES0001, U0SALES0002, U0SALES0003], manager: U0SALES0001, signer: U0SALES0001}
  leadership: {members: [U0SALES0001]}
  admins: [U0SALES0001]
  intake_owner: %s
admin: {listen: "%s"}
log: {level: warn}
`, storeIn(data), leadsChannel, strings.Join(marketing, ", "), marketing[0], marketing[0], admin)
}

func floor(durable bool) func(context.Context, workshop) (bot, error) {
	return func(ctx context.Context, place workshop) (bot, error) {
		file, err := place.build(ctx, "floor", "./bench/peers/floor")
		if err != nil {
			return bot{}, err
		}

		command := func(ctx context.Context, data, apiURL string) (*exec.Cmd, error) {
			if !durable {
				return launch(ctx, apiURL, nil, file), nil
			}

			return launch(ctx, apiURL, []string{"BENCH_DATA=" + data}, file), nil
		}

		return bot{command: command}, nil
	}
}

// bolt is the bot in JavaScript, with that way to commit. Its libraries are fetched once, in the versions of its lock
// file.
func bolt(commit string) func(context.Context, workshop) (bot, error) {
	return func(ctx context.Context, place workshop) (bot, error) {
		node, err := exec.LookPath("node")
		if err != nil {
			return bot{}, errors.New("Node.js is not installed here; it takes version 20 or newer, with npm")
		}

		folder := filepath.Join(place.root, "bench", "peers", "bolt")
		if err := fetchLibraries(ctx, folder); err != nil {
			return bot{}, err
		}

		command := func(ctx context.Context, data, apiURL string) (*exec.Cmd, error) {
			keeping := []string{"BENCH_DATA=" + data, "BENCH_COMMIT=" + commit}
			return launch(ctx, apiURL, keeping, node, filepath.Join(folder, "bot.js")), nil
		}

		return bot{command: command}, nil
	}
}

func fetchLibraries(ctx context.Context, folder string) error {
	if _, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json")); err == nil {
		return nil
	}

	fetch := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund")
	fetch.Dir = folder

	if said, err := fetch.CombinedOutput(); err != nil {
		return fmt.Errorf("fetch the libraries of the bot in JavaScript with npm ci: %w: %s", err, bytes.TrimSpace(said))
	}

	return nil
}

func launch(ctx context.Context, apiURL string, environ []string, file string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, file, args...)
	cmd.Env = append(os.Environ(),
		"SLACK_API_URL="+apiURL+"/api/", "SLACK_APP_TOKEN="+appToken, "SLACK_BOT_TOKEN="+botToken, "NODE_ENV=production")
	cmd.Env = append(cmd.Env, environ...)

	return cmd
}
