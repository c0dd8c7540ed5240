package report

import (
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// SectionKey names a section of the digest, which an audience reads or not. The headline,
// the goals, the gap and the levers are everybody's, each of their own.
type SectionKey string

// The sections.
const (
	SectionGoals      SectionKey = "goals"
	SectionGap        SectionKey = "gap"
	SectionPastGap    SectionKey = "gap_of_last_period"
	SectionLevers     SectionKey = "levers"
	SectionPromises   SectionKey = "promises"
	SectionFunnel     SectionKey = "funnel"
	SectionOpenLeads  SectionKey = "open_leads"
	SectionMarketing  SectionKey = "promises_of_marketing"
	SectionSales      SectionKey = "promises_of_sales"
	SectionTurns      SectionKey = "turns"
	SectionReminders  SectionKey = "reminders"
	SectionLoops      SectionKey = "open_loops"
	SectionRejections SectionKey = "rejections"
	SectionCampaigns  SectionKey = "campaigns"
	SectionWins       SectionKey = "wins"
	SectionLosses     SectionKey = "losses"
	SectionBalance    SectionKey = "balance"
	SectionSources    SectionKey = "sources"
)

// everybodys are the sections that each audience reads, of its own matters.
var everybodys = []SectionKey{SectionGoals, SectionGap, SectionPastGap, SectionLevers, SectionPromises}

// teamReads are the sections and the stages that a team's digest shows: what it
// does itself, and how the other team takes it. Leadership reads all.
var teamReads = map[ref.Team]struct {
	sections []SectionKey
	stages   []agreement.Stage
}{
	ref.Sales: {
		[]SectionKey{
			SectionFunnel, SectionOpenLeads, SectionSales, SectionTurns, SectionReminders, SectionLoops, SectionWins,
			SectionLosses,
		},
		[]agreement.Stage{agreement.MQL, agreement.SAL, agreement.SQL, agreement.Customer},
	},
	ref.Marketing: {
		[]SectionKey{SectionFunnel, SectionMarketing, SectionTurns, SectionRejections, SectionCampaigns, SectionSources},
		[]agreement.Stage{agreement.Inquiry, agreement.Known, agreement.MQL, agreement.SAL},
	},
}

// Shows says whether the audience reads a section.
func (d Digest) Shows(key SectionKey) bool {
	team := d.Audience.Team()
	return team == "" || slices.Contains(everybodys, key) || slices.Contains(teamReads[team].sections, key)
}

func (d Digest) reads(s agreement.Stage) bool {
	team := d.Audience.Team()
	return team == "" || slices.Contains(teamReads[team].stages, s)
}

// Stages are the steps of the funnel that the audience reads of.
func (d Digest) Stages() []agreement.Stage {
	return slices.DeleteFunc(slices.Clone(agreement.Steps), func(s agreement.Stage) bool { return !d.reads(s) })
}

// For is the digest as an audience reads it: a team of its own goals, why
// they lag, its own stages and promises, and the sections that are its
// business; leadership of all.
func (d Digest) For(a funnel.Audience) Digest {
	d.Audience = a
	if team := a.Team(); team != "" {
		d.Goals = slices.DeleteFunc(slices.Clone(d.Goals), func(s goals.Standing) bool { return s.Goal.Team() != team })
		d.Levels = slices.DeleteFunc(slices.Clone(d.Levels), func(l Level) bool { return l.Clock.Promiser() != team })
		d.Overrides = slices.DeleteFunc(slices.Clone(d.Overrides), func(o funnel.Override) bool { return o.By() != team })
	}

	d.explain()
	d.Headline = d.headline()
	return d
}

// Share is what one team brought to the pipeline in a period: leads that it
// logged, and what became of such leads then, whenever they were logged. Team
// is empty where it is not known.
type Share struct {
	Team      ref.Team     `json:"team"`
	Leads     int64        `json:"leads"`
	MQLs      int64        `json:"mqls"`
	SQLs      int64        `json:"sqls"`
	Customers int64        `json:"customers"`
	Pipeline  money.Amount `json:"pipeline,omitzero"` // of leads that became opportunities
	Revenue   money.Amount `json:"revenue,omitzero"`
}

// Empty says whether the team brought nothing.
func (s Share) Empty() bool {
	return s.Leads == 0 && s.MQLs == 0 && s.SQLs == 0 && s.Customers == 0 && s.Pipeline.Minor == 0 && s.Revenue.Minor == 0
}

// Balance is what each team brought, and what is left of the whole, which is
// nobody's. Rows in which there is nothing are left out, but for the teams'
// own.
func Balance(whole, marketing, sales Share) []Share {
	marketing.Team, sales.Team = ref.Marketing, ref.Sales
	rest := Share{
		Leads: whole.Leads - marketing.Leads - sales.Leads, MQLs: whole.MQLs - marketing.MQLs - sales.MQLs,
		SQLs: whole.SQLs - marketing.SQLs - sales.SQLs, Customers: whole.Customers - marketing.Customers - sales.Customers,
		Pipeline: money.Amount{
			Minor:    whole.Pipeline.Minor - marketing.Pipeline.Minor - sales.Pipeline.Minor,
			Currency: whole.Pipeline.Currency,
		},
		Revenue: money.Amount{
			Minor:    whole.Revenue.Minor - marketing.Revenue.Minor - sales.Revenue.Minor,
			Currency: whole.Revenue.Currency,
		},
	}
	if marketing.Empty() && sales.Empty() && rest.Empty() {
		return nil
	}

	rows := []Share{marketing, sales}
	if !rest.Empty() {
		rows = append(rows, rest)
	}

	return rows
}
