package slacksim

import (
	"math/rand/v2"
	"os"
	"time"
)

// state is everything that the lock guards, as Workspace.lock gives it. Its parts know each other, and nobody else has them.
type state struct {
	*core
	*pages
	*link
	*people
	*talk
	*screens
	*rights

	calls  []Call
	faults faults
}

// core is what every part needs: what the workspace is, its identifiers, and the notes on what the app does wrong.
type core struct {
	opts     Options
	scopes   map[string]bool
	events   map[string]bool // nil: everything that the scopes allow
	baseURL  string
	rand     *rand.Rand
	serial   int
	sequence int64         // orders everything visible that the app did
	changed  chan struct{} // closed and replaced whenever anything visible changes
	paces    map[string]*pace
	problems []string
}

// pages are the open web pages.
type pages struct {
	subscribers map[*subscriber]bool
}

// link is the app's connections, and what is on its way to it.
type link struct {
	*core
	*pages

	w             *Workspace // for what a delivery does later, without the lock
	closed        bool
	sockets       []*socket
	tickets       map[string]time.Time
	everConnected bool
	linkOff       bool
	duplicateRate float64
	pending       map[string]*delivery // envelopes waiting for their ack, by envelope id
	last          *delivery
}

// people is who is here.
type people struct {
	*core

	users  map[string]*user
	groups map[string]*UserGroup
}

// talk is the conversations with what was said and shared in them.
type talk struct {
	*core
	*pages
	*link
	*people

	channels map[string]*channel
	files    map[string]*file
	keeping  *os.File // of the conversations; nil keeps none
}

// screens is what people have in front of them besides conversations.
type screens struct {
	*core
	*pages

	views  map[string]*view
	stacks map[string][]*view // open modals by user, the topmost last
	homes  map[string]*view   // published Home tabs by user
}

// rights is what an interaction lets the app do for a while: open a modal, and answer.
type rights struct {
	*core

	triggers  map[string]*trigger
	responses map[string]*responseURL
}

func newState(w *Workspace) *state {
	c := &core{
		opts: w.opts, scopes: set(w.opts.Scopes), baseURL: "http://slack.test", rand: rand.New(rand.NewPCG(w.opts.Seed, w.opts.Seed)),
		changed: make(chan struct{}), paces: map[string]*pace{},
	}
	if w.opts.Events != nil {
		c.events = set(w.opts.Events)
	}
	open := &pages{subscribers: map[*subscriber]bool{}}
	app := &link{core: c, pages: open, w: w, tickets: map[string]time.Time{}, pending: map[string]*delivery{}}
	who := &people{core: c, users: map[string]*user{}, groups: map[string]*UserGroup{}}
	return &state{
		core: c, pages: open, link: app, people: who,
		talk: &talk{core: c, pages: open, link: app, people: who, channels: map[string]*channel{}, files: map[string]*file{}},
		screens: &screens{
			core: c, pages: open, views: map[string]*view{}, stacks: map[string][]*view{}, homes: map[string]*view{},
		},
		rights: &rights{core: c, triggers: map[string]*trigger{}, responses: map[string]*responseURL{}},
	}
}
