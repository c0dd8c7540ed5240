// Package e2e tells whole stories: the real bot, store and scheduler, over a
// real Socket Mode connection to the simulated workspace.
package e2e

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
	"github.com/leadloop/leadloop/store"
)

// The people and channels of the stories.
const (
	priya  = "U0PRIYA"  // marketing
	marco  = "U0MARCO"  // marketing
	sam    = "U0SAM"    // sales
	lena   = "U0LENA"   // sales
	ingrid = "U0INGRID" // sales manager
	diane  = "U0DIANE"  // leadership
	alex   = "U0ALEX"   // admin
	guest  = "U0GUEST"  // a guest in #leads
	nadia  = "U0NADIA"  // on no team

	botUser = "U0LEADLOOP"
	zone    = "Europe/Berlin"
)

// historyScopes are the optional ones with which a message half sent at a
// crash is looked up instead of sent again.
var historyScopes = []string{"channels:history", "groups:history", "im:history", "im:write", "metadata.message:read"}

// world is a workspace with Leadloop in it.
type world struct {
	*slacktest.Workspace
	t      *testing.T
	config configs.Config
	net    *slacktest.MemoryNet
	wire   *wire                // between Leadloop and the workspace
	door   *slacktest.MemoryNet // through which other programs bring figures, where the story has it
	admin  *slacktest.MemoryNet // of health and metrics

	webhooks http.RoundTripper // to other systems, where the story has one

	server *http.Server
	served chan struct{}
	daemon *daemon.Daemon
	cancel context.CancelFunc
	ended  chan error
	log    zerolog.Logger
}

// at is a moment in the zone of the stories.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// story runs a test in a bubble of fake time that begins at a moment, with
// Leadloop started. At its end nothing unexpected was said.
func story(t *testing.T, begin string, tell func(*world), adjust ...func(*slacksim.Options, *configs.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at(t, begin)))
		w := newWorld(t, adjust...)
		defer w.close()
		w.start()
		tell(w)
		synctest.Wait()
		for _, m := range w.Unclaimed() {
			t.Errorf("nobody expected this message in %s: %s", m.Channel, m.Text)
		}
		for _, p := range w.Problems() {
			t.Errorf("the workspace objects: %s", p)
		}
		w.stop()
		w.verify()
	})
}

func newWorld(t *testing.T, adjust ...func(*slacksim.Options, *configs.Config)) *world {
	t.Helper()
	w := &world{t: t, net: slacktest.NewMemoryNet(), served: make(chan struct{}), log: zerolog.Nop()}
	if os.Getenv("LEADLOOP_TEST_LOG") != "" {
		w.log = zerolog.New(zerolog.NewTestWriter(t))
	}
	options, config := installation(t)
	config.Data = t.TempDir()
	for _, change := range adjust {
		change(&options, &config)
	}
	w.config = config
	w.config.Slack = configs.Slack{
		APIURL: "http://slack.test/api/", BotToken: configs.NewSecret("xoxb-slacksim-bot"), AppToken: configs.NewSecret("xapp-slacksim-app"),
	}
	w.Workspace = populate(options)
	w.Bind(t)
	w.SetBaseURL("http://slack.test")
	w.server = &http.Server{Handler: w.Handler()}
	go func() {
		_ = w.server.Serve(w.net.Listen())
		close(w.served)
	}()
	return w
}

// installation is the workspace and the configuration of the stories.
func installation(t testing.TB) (slacksim.Options, configs.Config) {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	m, err := configs.ParsedManifest()
	if err != nil {
		t.Fatal(err)
	}
	o := slacksim.Options{
		BotUserID: botUser, HomeTab: true, Location: loc, Scopes: append(m.OAuthConfig.Scopes.Bot, historyScopes...),
		Events: m.Settings.EventSubscriptions.BotEvents, Patience: 10 * time.Second,
	}
	for _, c := range m.Features.SlashCommands {
		o.Commands = append(o.Commands, slacksim.Command{Name: c.Command, ShouldEscape: c.ShouldEscape})
	}
	for _, s := range m.Features.Shortcuts {
		o.Shortcuts = append(o.Shortcuts, slacksim.Shortcut{Name: s.Name, Type: s.Type, CallbackID: s.CallbackID})
	}
	c := configs.Default()
	c.Workspace.TimeZone = zone
	c.Channels = configs.Channels{Leads: "C0LEADS", Sales: "C0SALES", Leadership: "C0LEADERS"}
	c.Teams = configs.Teams{
		Marketing:   configs.Marketing{Members: []string{priya, marco}, Signer: priya},
		Sales:       configs.Sales{Members: []string{sam, lena}, Manager: ingrid, Signer: ingrid},
		Leadership:  configs.Leadership{Members: []string{diane}},
		Admins:      []string{alex},
		IntakeOwner: priya,
	}
	return o, c
}

func populate(o slacksim.Options) *slacktest.Workspace {
	ws := slacktest.New(o)
	for _, u := range []slacksim.User{
		{ID: priya, Name: "priya", RealName: "Priya Nair", TZ: zone},
		{ID: marco, Name: "marco", RealName: "Marco Rossi", TZ: zone},
		{ID: sam, Name: "sam", RealName: "Sam Okafor", TZ: zone},
		{ID: lena, Name: "lena", RealName: "Lena Vogt", TZ: zone},
		{ID: ingrid, Name: "ingrid", RealName: "Ingrid Holm", TZ: zone},
		{ID: diane, Name: "diane", RealName: "Diane Laurent", TZ: zone},
		{ID: alex, Name: "alex", RealName: "Alex Kim", TZ: zone},
		{ID: guest, Name: "guest", RealName: "Gus Guest", TZ: zone, IsRestricted: true},
		{ID: nadia, Name: "nadia", RealName: "Nadia New", TZ: zone},
	} {
		ws.AddUser(u)
	}
	ws.AddChannel(slacksim.Channel{ID: "C0LEADS", Name: "leads", Members: []string{botUser, priya, marco, sam, lena, ingrid, alex, guest, nadia}})
	ws.AddChannel(slacksim.Channel{ID: "C0SALES", Name: "sales", Members: []string{botUser, sam, lena, ingrid}})
	ws.AddChannel(slacksim.Channel{ID: "C0LEADERS", Name: "leadership", Members: []string{botUser, diane, ingrid, alex}})
	ws.AddChannel(slacksim.Channel{ID: "C0GENERAL", Name: "general", Members: []string{priya, sam, nadia}})
	return ws
}

// start starts Leadloop and waits until it hears.
func (w *world) start() {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	w.wire, w.admin = &wire{dial: w.net.DialContext}, slacktest.NewMemoryNet()
	options := daemon.Options{
		Log: w.log, Dial: w.wire.DialContext, AdminListener: w.admin.Listen(), PrivateListener: slacktest.NewMemoryNet().Listen(),
	}
	if w.webhooks != nil {
		options.WebhookTransport = w.webhooks
	}
	if w.config.Intake.Listen != "" {
		w.door = slacktest.NewMemoryNet()
		options.IntakeListener = w.door.Listen()
	}
	d, err := daemon.New(ctx, w.config, options)
	if err != nil {
		cancel()
		w.t.Fatal(err)
	}
	w.daemon, w.cancel, w.ended = d, cancel, make(chan error, 1)
	go func() { w.ended <- d.Run(ctx) }()
	w.WaitConnected(1)
}

// stop ends Leadloop in an orderly way.
func (w *world) stop() {
	w.t.Helper()
	if w.daemon == nil {
		return
	}
	w.cancel()
	if err := <-w.ended; err != nil {
		w.t.Errorf("Leadloop ended with: %v", err)
	}
	if err := w.daemon.Close(); err != nil {
		w.t.Error(err)
	}
	w.daemon = nil
}

func (w *world) close() {
	w.stop()
	w.Workspace.Close()
	_ = w.server.Close()
	<-w.served
}

// verify checks that indexes and counters follow from records and journal.
func (w *world) verify() {
	w.t.Helper()
	verifyFolder(w.t, w.config)
}

func verifyFolder(t testing.TB, c configs.Config) {
	t.Helper()
	settings, err := daemon.Settings(c)
	if err != nil {
		t.Fatal(err)
	}
	file, err := store.Open(context.Background(), c.Data, store.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}()
	problems, err := file.Verify(context.Background(), settings.Calendar)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("the store is not sound: %s", p)
	}
}

// until moves the clock to a moment.
func (w *world) until(moment string) {
	w.t.Helper()
	time.Sleep(time.Until(at(w.t, moment)))
	synctest.Wait()
}

// lead reads a lead as it is stored.
func (w *world) lead(id string) funnel.Lead {
	w.t.Helper()
	number, err := ref.ParseLeadID(id)
	if err != nil {
		w.t.Fatal(err)
	}
	l, err := w.daemon.Services().Leads.Show(w.t.Context(), number)
	if err != nil {
		w.t.Fatal(err)
	}
	return l
}

// withThread expects what belongs under a message too, and gives the message.
func (w *world) withThread(m *slacktest.Message) *slacktest.Message {
	w.t.Helper()
	w.told()
	for _, reply := range m.Replies() {
		reply.Expects("all figures")
	}
	return m
}

// threadText is everything that stands in a thread.
func threadText(replies []*slacktest.Message) string {
	var text strings.Builder
	for _, m := range replies {
		text.WriteString(m.Text)
	}
	return text.String()
}
