package view

import "github.com/leadloop/leadloop/funnel"

// What other rooms say of leads.

// leadLines are leads in a list, a line each.
func leadLines(v voice, leads []funnel.Lead) []string { return each(leads, v.leadLine) }

// standingOf says where a lead stands.
func standingOf(v voice, l funnel.Lead) string { return v.standing(l) }

// disputeOf tells what a dispute is about.
func disputeOf(v voice, m DisputeModel) string { return v.said(m) }
