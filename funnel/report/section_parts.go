package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// maxNamed is how many letters of a name stand in a sentence.
const maxNamed = 80

// loops are the leads whose end marketing has not heard. Of a week that
// is over they are not kept, so the title names their day.
func (r reporter) loops() (s Section) {
	title := "Open loops: " + stats.Thousands(float64(r.OpenLoops))
	if !r.AsOf.IsZero() && !r.running() {
		title += ", as of " + calendar.DateOf(r.AsOf, r.zone).Words()
	}

	s.Title = words(title)
	s.figure("loops", words("open"), "now", leadCount(r.OpenLoops, "lead"))

	if r.OpenLoops == 0 && len(r.Oldest) == 0 {
		s.say(words("Marketing has heard the end of every lead it handed over."))
		return s
	}

	s.say(words("Handed over, and the end not heard yet; the oldest first."))
	for _, row := range r.Oldest {
		since, age := r.sinceWhen(row)
		id, who, owner := row.Lead.String(), named(row.Who, ""), person(row.Owner)
		stage := named(r.definition.Label(row.Stage), "")
		s.item(strong(id), words(" "), who, words(apartBy), stage, words(apartBy), owner, words(age))
		s.row(words(id), who, words(row.Stage.Name()), owner, words(since))
	}

	s.cutFrom(r.OpenLoops)

	return s
}

// sinceWhen says since when a loop is open, and within a sentence for how long.
func (r reporter) sinceWhen(row LoopRow) (since, said string) {
	if row.Since.IsZero() {
		return "", ""
	}

	day := calendar.DateOf(row.Since, r.zone)
	since = "since " + day.Words()
	if r.AsOf.IsZero() {
		return since, ", " + since
	}

	age := "today"
	if days := day.Days(calendar.DateOf(r.AsOf, r.zone)); days != 0 {
		age = stats.Counted(int64(days), "day")
	}

	said = ", " + since + " (" + age + ")"
	if !row.With.IsZero() {
		passedOn := "passed on " + calendar.DateOf(row.With, r.zone).Words()
		since, said = since+", "+passedOn, said+", "+passedOn
	}

	return since, said
}

// rejections are the leads that sales gave back. Those that it had accepted
// before are no rejections.
func (r reporter) rejections() (s Section) {
	s.Title = Cell{Text: "Given back by sales, by reason", Said: "Rejected by sales, by reason"}
	for _, row := range r.Rejections {
		reason, count := named(row.Label, row.Code), leadCount(row.Count, "lead")
		reason.Said = cmp.Or(reason.Text, noReason)
		s.item(reason, words(": "+count.Text))
		s.row(reason, count)
	}

	if why := reasonCounts(r.HandedBack); why != "" {
		s.note("Handed back after they were accepted: " + why)
	}

	s.reasons("rejected", r.Rejections)
	s.reasons("handed back after acceptance", r.HandedBack)
	return s
}

const noReason = "no reason given"

// reasonCounts are reasons with how often they were given.
func reasonCounts(rows []ReasonRow) string {
	out := make([]string, len(rows))
	for i, row := range rows {
		reason := fault.OneLine(cmp.Or(row.Label, row.Code, noReason))
		out[i] = fault.Cut(reason, maxNamed) + " " + strconv.FormatInt(row.Count, 10)
	}

	return strings.Join(out, ", ")
}

// lossReasons are why leads were lost, which a file has before the campaigns.
func (r reporter) lossReasons() (s Section) {
	s.reasons("lost", r.LostWhy)
	return s
}

func (s *Section) reasons(part string, rows []ReasonRow) {
	for _, row := range rows {
		s.figure(part, named(row.Label, row.Code), "week", leadCount(row.Count, "lead"))
	}
}

// campaigns are the best and the worst, by what an accepted lead cost. Each is
// judged as a whole, which a sentence says.
func (r reporter) campaigns() (s Section) {
	s.Title = words("Campaigns, by cost per accepted lead")
	if len(r.Campaigns.Best)+len(r.Campaigns.Worst) == 0 {
		return s
	}

	span := "All that each brought and cost by the end of this week, not only in it."
	if r.running() {
		span = "All that each brought and cost so far, not only in this week."
	}

	s.say(words(span))
	s.columns("", "Campaign", "Each", "Leads", "Accepted", "Spent")
	for _, row := range r.Campaigns.Best {
		label := "best"
		if row.Cost.IsZero() {
			label = "" // what an accepted lead cost there is not known
		}

		s.campaign(label, row)
	}

	for _, row := range r.Campaigns.Worst {
		s.campaign("worst", row)
	}

	s.Notes = []string{span}

	return s
}

func (s *Section) campaign(label string, row campaigns.Row) {
	name := named(row.Name, "")
	leads, accepted := leadCount(row.Leads, "lead"), leadCount(row.Accepted, "lead")
	cost, spent := sum(row.Cost, missing), InCurrencies(row.Spend, missing)
	said := fault.Cut(fault.OneLine(row.Name), maxNamed) + ", " + costEach(row) + apartBy +
		leads.Said + ", " + AcceptanceText(row.Acceptance()) + apartBy + "spent " + spent
	if label != "" {
		said = fault.Capitalised(label) + ": " + said
	}

	s.item(words(said))
	s.row(words(label), name, cost, leads, words(sampled(row.Acceptance(), answeredHere)), words(spent))

	s.figure("campaign", name, "leads", leads)
	s.figure("campaign", name, "accepted", accepted)
	s.figure("campaign", name, "answered here", leadCount(row.Answered, "lead"))
	if row.Cost.IsZero() {
		cost = kept(missing)
	}

	s.figure("campaign", name, "cost per accepted lead", cost)
}

func costEach(row campaigns.Row) string {
	switch {
	case row.Elsewhere:
		return "cost n/a, as leads were accepted elsewhere"
	case row.Cost.IsZero():
		return "cost n/a"
	}

	return row.Cost.String() + " each"
}

// balance is what each team brought to the pipeline. Of an imported week it is
// not known.
func (r reporter) balance() (s Section) {
	s.Title = words("What each team brought, by who logged the lead")
	known := slices.ContainsFunc(r.Balance, func(share Share) bool { return share.Team != "" && !share.Empty() })
	if known {
		s.columns("Team", "Leads", "MQLs", "SQLs", "Pipeline", "Customers", "Revenue")
	}

	for _, share := range r.Balance {
		team := cmp.Or(string(share.Team), "imported, or logged by others")
		leads, mqls, sqls := leadCount(share.Leads, "lead"), leadCount(share.MQLs, "MQL"), leadCount(share.SQLs, "SQL")
		customers := leadCount(share.Customers, "customer")
		pipeline, revenue := sum(share.Pipeline, stats.Unknown), sum(share.Revenue, stats.Unknown)
		if known {
			s.item(strong(fault.Capitalised(team)), words(": "+strings.Join([]string{
				leads.Said, mqls.Said, sqls.Said + inBrackets(share.Pipeline), customers.Said + inBrackets(share.Revenue),
			}, ", ")))
			s.row(words(fault.Capitalised(team)), leads, mqls, sqls, pipeline, customers, revenue)
		}

		part := "balance: " + team
		s.figure(part, words("leads"), "week", leads)
		s.figure(part, words("MQLs"), "week", mqls)
		s.figure(part, words("SQLs"), "week", sqls)
		s.figure(part, words("customers"), "week", customers)
		s.figure(part, words("pipeline"), "week", pipeline)
		s.figure(part, words("revenue"), "week", revenue)
	}

	r.elsewhere(&s, known)
	return s
}

// elsewhere says what the sums leave out because it is in another currency.
func (r reporter) elsewhere(s *Section, known bool) {
	var said []string
	for _, part := range []struct {
		name    string
		amounts []money.Amount
	}{{"pipeline", r.Elsewhere.Pipeline}, {"revenue", r.Elsewhere.Revenue}} {
		for _, amount := range part.amounts {
			s.figure("balance: other currencies", words(part.name), "week", sum(amount, stats.Unknown))
		}

		if len(part.amounts) > 0 {
			said = append(said, part.name+" "+InCurrencies(part.amounts, ""))
		}
	}

	if known && len(said) > 0 {
		s.note("Counted above, but not in the sums, as it is in another currency: " + strings.Join(said, ", ") + ".")
	}
}

func inBrackets(m money.Amount) string {
	if m.IsZero() {
		return ""
	}

	return " (" + m.String() + ")"
}

// sources are what each source brought.
func (r reporter) sources() (s Section) {
	s.Title = Cell{Text: "By source", Said: "By source: MQLs and customers"}
	for _, row := range r.Sources {
		source := named(row.Source, "(no source)")
		mqls, customers := leadCount(row.MQLs, "MQL"), leadCount(row.Customers, "customer")
		s.figure("source", source, "MQLs", mqls)
		s.figure("source", source, "customers", customers)
		if row.MQLs == 0 && row.Customers == 0 {
			continue
		}

		s.row(source, mqls, customers)
		source.Said = cmp.Or(row.Source, "without a source")
		s.item(source, words(": "+mqls.Said+", "+customers.Said))
	}

	if len(s.Rows) > 0 {
		s.columns("Source", "MQLs", "Customers")
	}

	return s
}

// wins are the new customers, with what they need.
func (r reporter) wins() (s Section) {
	var revenue strings.Builder
	for _, amount := range r.Revenue {
		if !amount.IsZero() {
			revenue.WriteString(", " + amount.String())
		}
	}

	s.Title = countTitle("Won: ", r.Funnel.Customers, revenue.String())

	for _, row := range r.Wins {
		amount := sum(row.Amount, stats.Unknown)
		amount.Said = sum(row.Amount, "amount not known").Text
		s.ended(row, amount)
		s.row(words(row.Lead.String()), named(row.Who, nameless), amount, row.holder(), named(row.Source, ""),
			noted(row.Note))
	}

	if len(r.Wins) == 0 {
		s.say(words("No new customer this week."))
	}

	s.cutFrom(r.Funnel.Customers)

	return s
}

// losses are the leads that were lost, with why.
func (r reporter) losses() (s Section) {
	lost := max(r.Lost, int64(len(r.Losses)))
	s.Title = countTitle("Lost: ", lost, "")
	if why := reasonCounts(r.LostWhy); why != "" && lost > 1 {
		s.note("Why: " + why)
	}

	for _, row := range r.Losses {
		s.ended(row, named(r.definition.ReasonLabel(agreement.WhyLost, row.Reason), noReason))
		reason := words(cmp.Or(fault.OneLine(row.Reason), stats.Unknown))
		s.row(words(row.Lead.String()), named(row.Who, nameless), reason, row.holder(), noted(row.Note))
	}

	s.cutFrom(lost)

	return s
}

// countTitle counts in the title; in a sentence without commas.
func countTitle(title string, n int64, behind string) Cell {
	return Cell{Text: title + stats.Thousands(float64(n)) + behind, Said: title + strconv.FormatInt(n, 10) + behind}
}

// nameless stands where an import told no name.
const nameless = "(no name)"

// ended says who was won or lost, and how.
func (s *Section) ended(row EndRow, how Cell) {
	line := []Cell{strong(row.Lead.String()), words(" "), named(row.Who, nameless), words(": "), how}
	if row.Note != "" {
		line = append(line, words(" “"), noted(row.Note), words("”"))
	}

	if row.Owner != "" {
		line = append(line, words(apartBy), row.holder())
	}

	if row.Source != "" {
		line = append(line, words(apartBy+"from "), named(row.Source, ""))
	}

	s.item(line...)
}

// Keys of other systems are cut from a length on at which names end.
const (
	longKey  = 24
	shortKey = 9
)

// holder is who had the lead: a person, or a name or key of another system.
func (row EndRow) holder() Cell {
	switch owner := row.Owner; {
	case owner == "":
		return words(stats.Unknown)
	case utf8.RuneCountInString(owner) >= longKey && !strings.ContainsAny(owner, " .-@"):
		return person(ref.UserID(fault.Cut(owner, shortKey)))
	default:
		return person(ref.UserID(owner))
	}
}
