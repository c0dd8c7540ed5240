package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// StatusText shows how the program is doing.
func StatusText(c Context, s Status) Message {
	connections := each(s.Connections, func(line string) string { return "• " + Text(line) })
	if len(connections) == 0 {
		connections = []string{"• none"}
	}
	stages := []string{}
	for _, stage := range agreement.Stages {
		if n := s.ByStage[stage]; n > 0 {
			stages = append(stages, c.stageLabel(stage)+" "+thousands(n))
		}
	}
	kept := "*Stored* " + counted(s.Leads, "lead") + ", " + counted(s.OpenLoops, "open loop") + ", " + megabytes(s.Size) + " on disk"
	if len(stages) > 0 {
		kept += "\n" + strings.Join(stages, "  ·  ")
	}
	queue := "*Queued* nothing: everything has been told"
	if s.Queued > 0 {
		queue = "*Queued* " + counted(s.Queued, "message")
		if !s.OldestQueued.IsZero() {
			queue += ", the oldest from " + Moment(s.OldestQueued)
		}
	}
	if s.Parked > 0 {
		queue += "\n*Parked* " + counted(s.Parked, "message") + " that Slack refuses, tried again every hour. Most often the app is not in the channel: `/invite @Leadloop` there."
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
	text := "Leadloop keeps " + counted(s.Leads, "lead") + "; " + counted(s.Queued, "message") + " queued, " + number(s.Parked) + " parked."
	return message(text, blocks...)
}

func megabytes(bytes int64) string {
	const mega = 1 << 20
	return strconv.FormatFloat(float64(bytes)/mega, 'f', 1, 64) + " MB"
}
