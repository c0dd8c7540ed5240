package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

// loopsTitle counts the open loops. Of a week that is over they are not kept:
// it says of which day they are.
func (v voice) loopsTitle(d funnel.Digest) string {
	return "Open loops: " + thousands(d.OpenLoops) + v.asOfToday(d, ", as of ")
}

// asOfToday is the day on which the digest was made, behind the words, where
// the week is over by then.
func (v voice) asOfToday(d funnel.Digest, words string) string {
	if d.AsOf.IsZero() || running(v.Context, d) {
		return ""
	}
	return words + funnel.DateOf(d.AsOf, v.zone()).Words()
}

func (v voice) openLoops(d funnel.Digest) digestPart {
	part := digestPart{title: v.loopsTitle(d)}
	if d.OpenLoops == 0 && len(d.Oldest) == 0 {
		part.lines = []string{"Marketing has heard the end of every lead it handed over."}
		return part
	}
	part.lines = append(part.lines, "Handed over, and the end not heard yet; the oldest first.")
	for _, row := range d.Oldest {
		line := "• *" + row.Lead.String() + "* " + shown(row.Who, maxShown) + "  ·  " + v.label(row.Stage) + "  ·  " + v.person(row.Owner)
		if !row.Since.IsZero() {
			since := funnel.DateOf(row.Since, v.zone())
			line += ", since " + since.Words() + v.age(since, d)
		}
		part.lines = append(part.lines, line)
	}
	if left := d.OpenLoops - int64(len(d.Oldest)); left > 0 && len(d.Oldest) > 0 {
		part.lines = append(part.lines, andMore(left))
	}
	return part
}

// age is how long ago a day was when the digest was made.
func (v voice) age(since funnel.Date, d funnel.Digest) string {
	if d.AsOf.IsZero() {
		return ""
	}
	days := since.Days(funnel.DateOf(d.AsOf, v.zone()))
	if days == 0 {
		return " (today)"
	}
	return " (" + counted(days, "day") + ")"
}

func (v voice) rejections(d funnel.Digest) digestPart {
	part := digestPart{title: "Rejected by sales, by reason"}
	for _, row := range d.Rejections {
		label := cmp.Or(row.Label, row.Code, "no reason given")
		part.lines = append(part.lines, "• "+shown(label, maxShown)+": "+number(row.Count))
	}
	for _, note := range handBacks(d) {
		part.lines = append(part.lines, Escape(note))
	}
	return part
}

// handBacks are the leads that sales had accepted and handed back: no rejections.
func handBacks(d funnel.Digest) []string {
	if why := reasonCounts(d.HandedBack); len(why) > 0 {
		return []string{"Handed back after they were accepted: " + strings.Join(why, ", ")}
	}
	return nil
}

// campaigns are the best and the worst, by what an accepted lead cost.
func (v voice) campaigns(d funnel.Digest) digestPart {
	if len(d.Campaigns.Best)+len(d.Campaigns.Worst) == 0 {
		return digestPart{}
	}
	part := digestPart{title: rankTitle, lines: []string{v.campaignsSpan(d)}}
	for _, row := range d.Campaigns.Best {
		part.lines = append(part.lines, "• "+rankLabel(row, "Best: ")+Escape(campaignLine(row)))
	}
	for _, row := range d.Campaigns.Worst {
		part.lines = append(part.lines, "• Worst: "+Escape(campaignLine(row)))
	}
	return part
}

// rankLabel is none among the best where it is not known what an accepted lead
// cost.
func rankLabel(row funnel.CampaignRow, label string) string {
	if row.Cost.IsZero() {
		return ""
	}
	return label
}

const rankTitle = "Campaigns, by cost per accepted lead"

// campaignsSpan says that a campaign is judged as a whole.
func (v voice) campaignsSpan(d funnel.Digest) string {
	if running(v.Context, d) {
		return "All that each brought and cost so far, not only in this week."
	}
	return "All that each brought and cost by the end of this week, not only in it."
}

func campaignLine(row funnel.CampaignRow) string {
	return Cut(flat(row.Name), maxShown) + ", " + costEach(row) + "  ·  " + counted(row.Accepted, "lead") + " accepted of " + thousands(row.Leads) + "  ·  spent " + spentOn(row)
}

func costEach(row funnel.CampaignRow) string {
	switch {
	case row.Elsewhere:
		return "cost n/a, as leads were accepted before they came here"
	case row.Cost.IsZero():
		return "cost n/a"
	}
	return row.Cost.String() + " each"
}

func spentOn(row funnel.CampaignRow) string { return plainSums(row.Spend, notKnown) }

const balanceTitle = "What each team brought, by who logged the lead"

// balance is what each team brought to the pipeline.
func (v voice) balance(d funnel.Digest) digestPart {
	part := digestPart{title: balanceTitle}
	for _, s := range balanced(d) {
		line := "• *" + capital(teamName(s.Team)) + "*: " + strings.Join([]string{
			counted(s.Leads, "lead"), counted(s.MQLs, "MQL"), counted(s.SQLs, "SQL") + amountBehind(s.Pipeline), counted(s.Customers, "customer") + amountBehind(s.Revenue),
		}, ", ")
		part.lines = append(part.lines, line)
	}
	return part
}

// balanced are the teams' shares, where any of them brought anything: of an
// imported week it is not known.
func balanced(d funnel.Digest) []funnel.Share {
	if !slices.ContainsFunc(d.Balance, func(s funnel.Share) bool { return s.Team != "" && !s.Empty() }) {
		return nil
	}
	return d.Balance
}

func teamName(t funnel.Team) string {
	if t == "" {
		return "imported, or logged by others"
	}
	return string(t)
}

func amountBehind(m funnel.Money) string {
	if m.IsZero() {
		return ""
	}
	return " (" + Escape(m.String()) + ")"
}

func (v voice) sources(d funnel.Digest) digestPart {
	part := digestPart{title: "By source: MQLs and customers"}
	for _, row := range d.Sources {
		if row.MQLs == 0 && row.Customers == 0 {
			continue
		}
		part.lines = append(part.lines, "• "+shown(cmp.Or(row.Source, "without a source"), maxShown)+": "+
			counted(row.MQLs, "MQL")+", "+counted(row.Customers, "customer"))
	}
	return part
}
