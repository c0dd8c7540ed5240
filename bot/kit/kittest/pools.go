package kittest

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/people"
)

// Dach is a pool with rules.
func Dach() people.Pool {
	return people.Pool{
		ID: 2, Name: "DACH", Place: 1, After: people.AfterClaim,
		Rules: []agreement.Rule{
			{Field: "country", Op: agreement.OpIn, Values: []string{"DE", "AT", "CH"}},
			{Field: "employees", Op: agreement.OpAtLeast, Values: []string{"50"}},
		},
		Members: []people.PoolMember{{User: Sam, Weight: 2, Day: 5, Week: 20}, {User: Kim, Weight: 1}},
	}
}

// Everybody is the pool of all other leads.
func Everybody() people.Pool {
	return people.Pool{
		ID: people.DefaultPool, Name: "Sales team", After: people.AfterReassign,
		Members: []people.PoolMember{{User: Sam, Weight: 1}, {User: Kim, Weight: 1}, {User: Rosa, Weight: 1}},
	}
}

// PoolStandings are both, with what their members have.
func PoolStandings() []funnel.PoolStanding {
	first, last := Dach(), Everybody()
	return []funnel.PoolStanding{
		{Pool: first, Next: Sam, Members: []funnel.MemberLoad{
			{PoolMember: first.Members[0], Share: 2.0 / 3, Today: 2, Week: 6},
			{
				PoolMember: first.Members[1], Share: 1.0 / 3, Today: 0, Week: 3, Passed: funnel.PassAway,
				Until: Date("2026-11-30"),
			},
		}},
		{Pool: last, Members: []funnel.MemberLoad{
			{PoolMember: last.Members[0], Share: 1.0 / 3, Today: 1, Week: 1, Passed: funnel.PassGone},
			{PoolMember: last.Members[1], Share: 1.0 / 3, Passed: funnel.PassOffTeam},
			{PoolMember: last.Members[2], Share: 1.0 / 3, Today: 3, Week: 4, Passed: funnel.PassDayCap},
		}},
	}
}

// HostilePool is written by somebody who means harm.
func HostilePool() people.Pool {
	p := Dach()
	p.Name = kit.Cut(HostileText, 40)
	p.Rules = nil
	for range 10 {
		p.Rules = append(p.Rules,
			agreement.Rule{Field: "source", Op: agreement.OpIn, Values: []string{HostileText, HostileText}})
	}

	return p
}
