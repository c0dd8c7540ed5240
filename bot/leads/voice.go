package leads

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
)

// voice is how this room speaks to a reader.
type voice struct{ kit.Voice }

func direct(c kit.Context, reader ref.UserID) voice { return voice{kit.Direct(c, reader)} }

func public(c kit.Context) voice { return voice{kit.Public(c)} }

// What other rooms say of leads.

// LeadLines are leads in a list, a line each.
func LeadLines(v kit.Voice, leads []funnel.Lead) []string { return kit.Each(leads, voice{v}.leadLine) }

// StandingOf says where a lead stands.
func StandingOf(v kit.Voice, l funnel.Lead) string { return voice{v}.standing(l) }

// DisputeOf tells what a dispute is about.
func DisputeOf(v kit.Voice, m DisputeModel) string { return voice{v}.said(m) }
