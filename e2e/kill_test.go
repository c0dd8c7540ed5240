package e2e

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// How often the program is killed, and how many leads go through the story.
const (
	kills       = 50
	killedLeads = 8
)

// TestKilledAtAnyMomentNothingIsLostOrSaidTwice kills the program with
// SIGKILL at random moments of the story. People whose command was not
// answered type it again, as they would.
func TestKilledAtAnyMomentNothingIsLostOrSaidTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills a process 50 times")
	}
	t.Parallel()
	k := newKilled(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	var people sync.WaitGroup
	k.begin()
	for n := range killedLeads {
		people.Go(func() { k.tell(n + 1) })
	}
	finished := make(chan struct{})
	go func() { people.Wait(); close(finished) }()
	for range kills {
		moment := time.NewTimer(time.Duration(20+random.IntN(500)) * time.Millisecond)
		<-moment.C
		k.kill()
		k.begin()
	}
	<-finished
	k.drain()
	k.kill()
	k.check()
}

// killed is a program that is killed, and the workspace it talks to.
type killed struct {
	t       testing.TB
	members []string // of marketing
	ws      *slacktest.Workspace
	binary  string
	config  string
	data    string
	process *exec.Cmd
	output  bytes.Buffer
}

// leadNumber finds the lead in an answer.
var leadNumber = regexp.MustCompile(`L-\d+`)

func newKilled(t testing.TB, more ...slacksim.User) *killed {
	t.Helper()
	k := &killed{t: t, members: []string{priya, marco}, binary: filepath.Join(t.TempDir(), "leadloop"), data: t.TempDir()}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", k.binary, "../cmd/leadloop")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released, and as .ci/run has built it already
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	options, _ := installation(t)
	options.DisableRateLimits = len(more) > 0
	k.ws = populate(options)
	for _, u := range more {
		k.ws.AddUser(u)
		k.ws.Join("leads", u.Name)
		k.members = append(k.members, u.ID)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k.ws.SetBaseURL("http://" + listener.Addr().String())
	server := &http.Server{Handler: k.ws.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() {
		k.ws.Close()
		_ = server.Close()
	})
	k.config = filepath.Join(t.TempDir(), "leadloop.yaml")
	if err := os.WriteFile(k.config, []byte(k.yaml()), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *killed) yaml() string {
	return fmt.Sprintf(`
data: %s
workspace: {time_zone: %s}
channels: {leads: C0LEADS, sales: C0SALES, leadership: C0LEADERS}
teams:
  marketing: {members: [%s], signer: %s}
  sales: {members: [%s, %s], manager: %s, signer: %s}
  leadership: {members: [%s]}
  admins: [%s]
  intake_owner: %s
admin: {listen: "127.0.0.1:0"}
`, k.data, zone, strings.Join(k.members, ", "), priya, sam, lena, ingrid, ingrid, diane, alex, priya)
}

func (k *killed) begin() {
	k.t.Helper()
	k.process = exec.CommandContext(context.WithoutCancel(k.t.Context()), k.binary, "run", "--config", k.config)
	k.process.Env = []string{"SLACK_API_URL=" + k.ws.BaseURL() + "/api/", "SLACK_BOT_TOKEN=xoxb-slacksim-bot", "SLACK_APP_TOKEN=xapp-slacksim-app"}
	k.process.Stderr = &k.output
	if err := k.process.Start(); err != nil {
		k.t.Fatal(err)
	}
}

func (k *killed) kill() {
	_ = k.process.Process.Kill()
	_ = k.process.Wait()
}

// tell takes one lead through the story.
func (k *killed) tell(n int) {
	email := fmt.Sprintf("lead%d@customer%d.example", n, n)
	priya, sam := k.ws.User("priya").In("leads"), k.ws.User("sam").In("sales")
	id := leadNumber.FindString(k.answer(priya, fmt.Sprintf("/lead log Lead %d, Customer %d, %s", n, n, email)))
	k.answer(priya, "/lead handoff "+id+" @sam")
	k.answer(sam, "/lead accept "+id)
	k.answer(sam, "/lead qualify "+id+" amount=1000 close=2099-12-31")
	k.answer(sam, "/lead won "+id)
}

// answer types a command until it is answered.
func (k *killed) answer(p *slacktest.Person, command string) string {
	for {
		reply := p.Runs(command)
		if reply.Failure == "" && reply.Text != "" {
			return reply.Text
		}
		pause := time.NewTimer(20 * time.Millisecond)
		<-pause.C
	}
}

// drain waits until nothing more is said.
func (k *killed) drain() {
	k.t.Helper()
	quiet, last := 0, -1
	for quiet < 30 {
		pause := time.NewTimer(100 * time.Millisecond)
		<-pause.C
		calls := len(k.ws.Calls("chat.postMessage")) + len(k.ws.Calls("chat.update"))
		if quiet++; calls != last {
			quiet, last = 0, calls
		}
	}
}

func (k *killed) check() {
	_, config := installation(k.t)
	config.Data = k.data
	verifyFolder(k.t, config)
	for n := 1; n <= killedLeads; n++ {
		who := fmt.Sprintf("Lead %d, Customer %d", n, n)
		k.once("leads", k.ws.Channel("leads"), who, "")
		k.once("sales", k.ws.Channel("sales"), who, "")
		k.once("priya hears of the acceptance", k.ws.User("priya").DM(), who, "took ")
		k.once("priya hears of the win", k.ws.User("priya").DM(), who, " won ")
		k.once("sam gets the card", k.ws.User("sam").DM(), who, "")
	}
	for _, p := range k.ws.Problems() {
		// A program that starts three times a second asks Slack more often than
		// its limits allow; it obeys the Retry-After each time.
		if strings.Contains(p, "called above its pace") {
			continue
		}
		k.t.Errorf("the workspace objects: %s", p)
	}
	if k.t.Failed() {
		k.t.Logf("the program said:\n%s", k.output.String())
	}
}

// once checks that exactly one message about a lead says something.
func (k *killed) once(what string, c *slacktest.Chan, who, text string) {
	k.t.Helper()
	found := 0
	for _, m := range c.Messages() {
		if strings.Contains(m.Text, who) && strings.Contains(m.Text, text) {
			found++
		}
	}
	if found != 1 {
		k.t.Errorf("%s: %d messages about %s say %q; want 1", what, found, who, text)
	}
}
