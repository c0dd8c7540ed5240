package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
)

// DefinitionText shows the definition in force.
func DefinitionText(c Context) Message {
	d := c.Definition
	title := "*" + shown(d.Name, maxFact) + "*, version " + number(d.Version)
	if !d.InForceSince.IsZero() {
		title += ", in force since " + Moment(d.InForceSince)
	}
	lines := []string{}
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, "*"+label+"*\n"+text)
		}
	}
	add("Ideal customer", quoted(d.IdealCustomer))
	add("Personas", bullets(d.Personas))
	add("The need we solve", quoted(d.Need))
	for _, stage := range funnel.Stages {
		add("To become "+shown(d.Label(stage), maxShown), bullets(questions(d, stage)))
	}
	add("Never a customer", bullets(d.Disqualifiers))
	add("Sales promises", promises(d.ServiceLevels))
	add("Reasons to reject", codes(d.Reasons.Reject))
	add("Reasons for a loss", codes(d.Reasons.Lost))
	add("Reasons to disqualify", codes(d.Reasons.Disqualify))
	return listing(title, lines, 0, "")
}

func quoted(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return quote(text, maxNote)
}

// maxBullets keeps one part of the definition from hiding the others.
const maxBullets = 20

func bullets(texts []string) string {
	var lines []string
	for i, text := range texts {
		if i == maxBullets {
			lines = append(lines, andMore(len(texts)-i))
			break
		}
		lines = append(lines, "• "+shown(text, maxFact))
	}
	return strings.Join(lines, "\n")
}

func questions(d funnel.Definition, stage funnel.Stage) []string {
	var out []string
	for _, criterion := range d.Criteria {
		if criterion.Stage != stage {
			continue
		}
		question := criterion.Question
		if !criterion.Required {
			question += " (if known)"
		}
		out = append(out, question)
	}
	return out
}

func promises(s funnel.ServiceLevels) string {
	return bullets([]string{
		"accept or reject a handoff within " + s.Accept.String(),
		"first touch within " + s.FirstTouch.String() + " of accepting",
		"an update every " + s.Update.String(),
		"the sales manager hears of what is late after another " + s.EscalateAfter.String(),
	})
}

func codes(reasons []funnel.ReasonCode) string {
	var out []string
	for _, r := range reasons {
		text := "`" + shown(r.Code, maxShown) + "` " + shown(r.Label, maxShown)
		if r.NoteRequired {
			text += " (with a note)"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// StatusText shows how the program is doing.
func StatusText(c Context, s Status) Message {
	var connections []string
	for _, line := range s.Connections {
		connections = append(connections, "• "+Text(line))
	}
	if len(connections) == 0 {
		connections = []string{"• none"}
	}
	stages := []string{}
	for _, stage := range funnel.Stages {
		if n := s.ByStage[stage]; n > 0 {
			stages = append(stages, shown(c.Definition.Label(stage), maxShown)+" "+thousands(n))
		}
	}
	kept := "*Stored* " + counted(s.Leads, "lead") + ", " + counted(s.OpenLoops, "open loop") + ", " + megabytes(s.Size) + " on disk"
	if len(stages) > 0 {
		kept += "\n" + strings.Join(stages, "  ·  ")
	}
	queue := "*Queued* nothing: everything has been told"
	if s.Queued > 0 {
		queue = "*Queued* " + counted(int64(s.Queued), "message")
		if !s.OldestQueued.IsZero() {
			queue += ", the oldest from " + Moment(s.OldestQueued)
		}
	}
	if s.Parked > 0 {
		queue += "\n*Parked* " + counted(int64(s.Parked), "message") + " that Slack refuses. They are tried again every hour. Most often the app is not in the channel: `/invite @Leadloop` there."
		for _, why := range s.ParkedWhy {
			queue += "\n• " + shown(why, maxFact)
		}
	}
	about := "Definition version " + number(s.DefinitionVersion) + "  ·  schema " + number(s.SchemaVersion)
	if s.Version != "" {
		about = "Leadloop " + Escape(s.Version) + "  ·  " + about
	}
	if !s.StartedAt.IsZero() {
		about += "  ·  running since " + Moment(s.StartedAt)
	}
	title := "*Connected*\n" + strings.Join(connections, "\n")
	blocks := []slack.Block{section(title), section(kept), section(queue), context(about)}
	text := "Leadloop keeps " + counted(s.Leads, "lead") + "; " + counted(int64(s.Queued), "message") + " queued, " + number(s.Parked) + " parked."
	return message(text, blocks...)
}

func megabytes(bytes int64) string {
	const mega = 1 << 20
	return strconv.FormatFloat(float64(bytes)/mega, 'f', 1, 64) + " MB"
}
