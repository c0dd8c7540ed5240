package slacksim

import (
	"math/rand/v2"
	"os"
	"time"
)

// State is everything that the lock guards, as Workspace.lock gives it. Its parts know each other, and nobody else has
// them.
type State struct {
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
	Sequence int64         // orders everything visible that the app did
	Changed  chan struct{} // closed and replaced whenever anything visible changes
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
	Sockets       []*socket
	tickets       map[string]time.Time
	everConnected bool
	linkOff       bool
	duplicateRate float64
	Pending       map[string]*delivery // envelopes waiting for their ack, by envelope id
	last          *delivery
}

// people is who is here.
type people struct {
	*core

	Users  map[string]*Member
	groups map[string]*UserGroup
}

// talk is the conversations with what was said and shared in them.
type talk struct {
	*core
	*pages
	*link
	*people

	Channels map[string]*Conversation
	Files    map[string]*File
	keeping  *os.File // of the conversations; nil keeps none
}

// screens is what people have in front of them besides conversations.
type screens struct {
	*core
	*pages

	Views  map[string]*View
	Stacks map[string][]*View // open modals by user, the topmost last
	Homes  map[string]*View   // published Home tabs by user
}

// rights is what an interaction lets the app do for a while: open a modal, and answer.
type rights struct {
	*core

	triggers  map[string]*trigger
	responses map[string]*ResponseURL
}

func newState(w *Workspace) *State {
	c := &core{
		opts: w.Options, scopes: set(w.Options.Scopes), baseURL: "http://slack.test",
		rand:    rand.New(rand.NewPCG(w.Options.Seed, w.Options.Seed)),
		Changed: make(chan struct{}), paces: map[string]*pace{},
	}
	if w.Options.Events != nil {
		c.events = set(w.Options.Events)
	}

	open := &pages{subscribers: map[*subscriber]bool{}}
	app := &link{core: c, pages: open, w: w, tickets: map[string]time.Time{}, Pending: map[string]*delivery{}}
	who := &people{core: c, Users: map[string]*Member{}, groups: map[string]*UserGroup{}}
	return &State{
		core: c, pages: open, link: app, people: who,
		talk: &talk{
			core: c, pages: open, link: app, people: who, Channels: map[string]*Conversation{},
			Files: map[string]*File{},
		},
		screens: &screens{
			core: c, pages: open, Views: map[string]*View{}, Stacks: map[string][]*View{}, Homes: map[string]*View{},
		},
		rights: &rights{core: c, triggers: map[string]*trigger{}, responses: map[string]*ResponseURL{}},
	}
}
