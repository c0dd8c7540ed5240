package view

import (
	"github.com/leadloop/leadloop/funnel"
)

// Logged answers who logged a lead.
func Logged(c Context, r Logging) Message {
	return say("Logged " + r.Lead.ID.String() + ".")
}

// Changed answers who changed a lead: what happened, and what comes next.
// Done is the kind of what they did.
func Changed(c Context, l funnel.Lead, done funnel.EntryKind) Message {
	return say(string(done) + " " + l.ID.String() + ".")
}

// Undone answers who took back their last change. Removed says that the lead
// itself is gone, because logging it was undone.
func Undone(c Context, l funnel.Lead, done funnel.EntryKind, removed bool) Message {
	return say("Undone " + l.ID.String() + ".")
}

// LeadDetail shows everything about a lead.
func LeadDetail(c Context, l funnel.Lead) Message { return say(l.ID.String()) }

// LeadList lists leads under a title. More is how many were left out.
func LeadList(c Context, title string, leads []funnel.Lead, more int) Message { return say(Escape(title)) }

// MineList lists somebody's leads.
func MineList(c Context, m Mine) Message { return say("Your leads") }

// HistoryList tells a lead's story.
func HistoryList(c Context, l funnel.Lead, entries []funnel.Entry) Message { return say(l.ID.String()) }

// GoalList shows how the goals stand.
func GoalList(c Context, goals []funnel.Standing) Message { return say("Goals") }

// GoalSaved answers who set a goal.
func GoalSaved(c Context, g funnel.Goal) Message { return say("Goal " + Escape(g.ID)) }

// FigureSaved answers who logged a figure from outside. Was is the value
// that it replaces, 0 for none.
func FigureSaved(c Context, m funnel.Metric, week funnel.Period, value, was float64) Message {
	return say("Figure")
}

// DefinitionText shows the definition in force.
func DefinitionText(c Context) Message { return say("Definition") }

// StatusText shows how the program is doing.
func StatusText(c Context, s Status) Message { return say("Status") }

// Help explains a command: "/lead", "/goal" or "/loop".
func Help(command string) Message { return say("Help") }

// Error tells somebody what was wrong, what is expected and what to do. The
// text may hold tokens of funnel.Mention and funnel.Moment.
func Error(c Context, text string) Message { return say(Text(text)) }

// Say is a reply of one sentence, which may hold tokens.
func Say(c Context, text string) Message { return say(Text(text)) }
