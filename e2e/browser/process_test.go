package browser

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// buildLeadloop builds the program as a newcomer does.
func buildLeadloop(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "leadloop")
	build := exec.Command("go", "build", "-o", binary, "github.com/leadloop/leadloop/cmd/leadloop")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released, and as .ci/run has built it already
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return binary
}

// demoProcess is a running `leadloop demo`.
type demoProcess struct {
	t     *testing.T
	cmd   *exec.Cmd
	ended chan error
	url   string
}

// startDemo starts the demo and waits for the address that it prints.
func startDemo(t *testing.T, binary, addr, data string) *demoProcess {
	t.Helper()
	d := &demoProcess{t: t, cmd: exec.Command(binary, "demo", "--addr", addr, "--data", data), ended: make(chan error, 1)}
	stdout, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := &strings.Builder{}
	d.cmd.Stderr = stderr
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	printed := ""
	for d.url == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("the demo printed no address but %q, and said: %v\n%s", printed, d.cmd.Wait(), stderr)
		}
		printed += line
		if at := strings.Index(line, "http://"); at >= 0 {
			d.url = strings.TrimSpace(line[at:])
		}
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		d.ended <- d.cmd.Wait()
	}()
	t.Cleanup(func() {
		d.kill()
		if t.Failed() && stderr.Len() > 0 {
			t.Logf("the demo said:\n%s", stderr)
		}
	})
	return d
}

// addr is where the demo listens.
func (d *demoProcess) addr() string {
	return strings.TrimSuffix(strings.TrimPrefix(d.url, "http://"), "/")
}

// kill ends the demo as kill -9 does.
func (d *demoProcess) kill() {
	_ = d.cmd.Process.Kill()
	d.wait()
}

// interrupt ends the demo as Ctrl-C does, and says how long that took.
func (d *demoProcess) interrupt() time.Duration {
	d.t.Helper()
	begin := time.Now()
	if err := d.cmd.Process.Signal(os.Interrupt); err != nil {
		d.t.Fatal(err)
	}
	if err := d.wait(); err != nil {
		d.t.Errorf("after Ctrl-C the demo ended with: %v", err)
	}
	return time.Since(begin)
}

func (d *demoProcess) wait() error {
	d.t.Helper()
	select {
	case err := <-d.ended:
		d.ended <- err // for whoever asks again
		return err
	case <-time.After(10 * time.Second):
		d.t.Fatal("the demo does not end")
		return nil
	}
}
