package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	startPatience = 30 * time.Second
	stopPatience  = 15 * time.Second
	ticksASecond  = 100 // USER_HZ, in which Linux counts the time of a process; it is the same everywhere
	pageSize      = 4096
)

// process is a bot that runs.
type process struct {
	name    string
	cmd     *exec.Cmd
	log     string        // the file with what it says
	ended   chan struct{} // closed when it has
	how     error         // in which it ended, once it has
	toHello time.Duration // from its start to its first connection
}

// start starts a bot, each sync slowed by so much, and waits until it is connected.
func start(ctx context.Context, w *workspace, cmd *exec.Cmd, slowSync time.Duration, log string) (*process, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, fmt.Errorf("open the log of a bot: %w", err)
	}

	defer func() { _ = out.Close() }()

	cmd.Stdout, cmd.Stderr = out, out

	name, started := filepath.Base(cmd.Path), time.Now()

	cmd, err = startSlowed(ctx, cmd, slowSync)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}

	p := &process{name: name, cmd: cmd, log: log, ended: make(chan struct{})}
	go p.wait()

	select {
	case <-w.greeted:
		p.toHello = time.Since(started)
		return p, nil
	case <-p.ended:
		return nil, fmt.Errorf("%s ended before it was connected: %w: %s", name, p.how, p.lastWords())
	case <-time.After(startPatience):
		late := fmt.Errorf("%s did not connect within %v: %s", name, startPatience, p.lastWords())
		return nil, errors.Join(late, p.stop())
	case <-ctx.Done():
		return nil, errors.Join(context.Cause(ctx), p.stop())
	}
}

func (p *process) wait() {
	p.how = cmp.Or(p.cmd.Wait(), errEnded)

	close(p.ended)
}

// errEnded is what becomes of a bot that ends by itself though nobody asked it to.
var errEnded = errors.New("it ended without an error")

// lastWords are the end of what a bot said.
func (p *process) lastWords() string {
	const enough = 600

	said, _ := os.ReadFile(p.log)

	return strings.TrimSpace(string(said[max(0, len(said)-enough):]))
}

// stop ends a bot as an operator does, and kills it where it does not end.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)

	select {
	case <-p.ended:
		return nil
	case <-time.After(stopPatience):
	}

	_ = p.cmd.Process.Kill()
	<-p.ended

	return fmt.Errorf("%s did not end within %v after SIGTERM and was killed", p.name, stopPatience)
}

// usage is what a process has used up so far.
type usage struct {
	cpu     time.Duration
	written int64 // bytes of pages that it made dirty, as the kernel counts them
}

// since is what was used between two readings.
func (u usage) since(earlier usage) usage {
	return usage{cpu: u.cpu - earlier.cpu, written: u.written - earlier.written}
}

// memory is what a process holds now, in bytes.
type memory struct {
	resident  int64
	anonymous int64 // without the pages of files, which the kernel takes back when it needs them
}

func (p *process) used() (usage, error) {
	stat, err := procFile(p.cmd.Process.Pid, "stat")
	if err != nil {
		return usage{}, err
	}

	io, err := procFile(p.cmd.Process.Pid, "io")
	if err != nil {
		return usage{}, err
	}

	cpu, err := cpuOf(stat)
	if err != nil {
		return usage{}, err
	}

	written, err := numberOf(io, "write_bytes:")

	return usage{cpu: cpu, written: written}, err
}

func (p *process) memory() (memory, error) { return memoryOf(p.cmd.Process.Pid) }

func memoryOf(pid int) (memory, error) {
	status, err := procFile(pid, "status")
	if err != nil {
		return memory{}, err
	}

	resident, errResident := numberOf(status, "VmRSS:")
	anonymous, errAnonymous := numberOf(status, "RssAnon:")

	return memory{resident: resident << 10, anonymous: anonymous << 10}, errors.Join(errResident, errAnonymous)
}

func procFile(pid int, name string) (string, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
	if err != nil {
		return "", fmt.Errorf("read what the process uses, for which Linux is needed: %w", err)
	}

	return string(content), nil
}

// cpuOf reads the time in user and system mode from /proc/PID/stat. The name of the program stands in front in
// brackets, and may hold anything.
func cpuOf(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])

	const user, system = 11, 12
	if len(fields) <= system {
		return 0, fmt.Errorf("/proc/PID/stat has no times: %q", stat)
	}

	inUser, errUser := strconv.ParseInt(fields[user], 10, 64)
	inSystem, errSystem := strconv.ParseInt(fields[system], 10, 64)

	return time.Duration(inUser+inSystem) * time.Second / ticksASecond, errors.Join(errUser, errSystem)
}

// numberOf reads one field of a file of /proc that has one a line.
func numberOf(content, field string) (int64, error) {
	_, rest, found := strings.Cut("\n"+content, "\n"+field)
	words := strings.Fields(rest)

	if !found || len(words) == 0 {
		return 0, fmt.Errorf("the kernel does not say %s", strings.TrimSuffix(field, ":"))
	}

	number, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read %s of a process: %w", field, err)
	}

	return number, nil
}
