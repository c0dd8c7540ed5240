// Package loop is everything that anyone can do with Leadloop: a package per noun
// over one small core, and here all of them together, with what the program
// does by itself. Each use case is one transaction; loop/core says how.
package loop

import (
	"github.com/leadloop/leadloop/loop/agreement"
	"github.com/leadloop/leadloop/loop/campaigns"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/delivery"
	"github.com/leadloop/leadloop/loop/digest"
	"github.com/leadloop/leadloop/loop/disputes"
	"github.com/leadloop/leadloop/loop/goals"
	"github.com/leadloop/leadloop/loop/home"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/leads"
	"github.com/leadloop/leadloop/loop/metrics"
	"github.com/leadloop/leadloop/loop/people"
	"github.com/leadloop/leadloop/loop/reminders"
	"github.com/leadloop/leadloop/loop/routing"
	"github.com/leadloop/leadloop/loop/webhooks"
	"github.com/leadloop/leadloop/store"
)

// Services are the use cases, by noun.
type Services struct {
	Core *core.Core

	Agreement *agreement.Service
	Campaigns *campaigns.Service
	Delivery  *delivery.Service
	Digest    *digest.Service
	Disputes  *disputes.Service
	Goals     *goals.Service
	Home      *home.Service
	Imports   *imports.Service
	Leads     *leads.Service
	Metrics   *metrics.Service
	People    *people.Service
	Reminders *reminders.Service
	Routing   *routing.Service
	Webhooks  *webhooks.Service
}

// New returns the use cases over a store.
func New(st *store.Store, o core.Options) *Services {
	c := core.New(st, o)
	s := &Services{
		Core: c,

		Agreement: agreement.New(c),
		Campaigns: campaigns.New(c),
		Delivery:  delivery.New(c),
		Disputes:  disputes.New(c),
		Goals:     goals.New(c),
		Home:      home.New(c),
		Imports:   imports.New(c),
		Leads:     leads.New(c),
		Metrics:   metrics.New(c),
		People:    people.New(c),
		Reminders: reminders.New(c),
		Routing:   routing.New(c),
		Webhooks:  webhooks.New(c),
	}

	s.Digest = digest.New(c, s.Campaigns, s.Goals)

	return s
}
