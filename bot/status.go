package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
)

// StatusText shows how the program is doing.
func StatusText(c kit.Context, s Status) kit.Message {
	connections := kit.Each(s.Connections, func(line string) string { return "• " + kit.Text(line) })
	if len(connections) == 0 {
		connections = []string{"• none"}
	}

	stages := []string{}
	for _, stage := range agreement.Stages {
		if n := s.ByStage[stage]; n > 0 {
			stages = append(stages, c.StageLabel(stage)+" "+kit.Thousands(n))
		}
	}

	kept := "*Stored* " + kit.Counted(s.Leads, "lead") + ", " + kit.Counted(s.OpenLoops, "open loop") + ", " +
		megabytes(s.Size) + " on disk"
	if len(stages) > 0 {
		kept += "\n" + strings.Join(stages, "  ·  ")
	}

	queue := "*Queued* nothing: everything has been told"
	if s.Queued > 0 {
		queue = "*Queued* " + kit.Counted(s.Queued, "message")
		if !s.OldestQueued.IsZero() {
			queue += ", the oldest from " + kit.Moment(s.OldestQueued)
		}
	}

	if s.Parked > 0 {
		queue += "\n*Parked* " + parked(s.Status)
	}

	about := "Definition version " + kit.Number(s.DefinitionVersion) + "  ·  schema " + kit.Number(s.SchemaVersion)
	if s.Version != "" {
		about = "Leadloop " + kit.Escape(s.Version) + "  ·  " + about
	}

	if !s.StartedAt.IsZero() {
		about += "  ·  running since " + kit.Moment(s.StartedAt)
	}

	if s.Head != "" {
		about += "  ·  journal ends at " + kit.Escape(s.Head)
	}

	title := "*Connected*\n" + strings.Join(connections, "\n")
	blocks := []slack.Block{kit.Section(title), kit.Section(kept), kit.Section(queue), kit.ContextLine(about)}
	text := "Leadloop keeps " + kit.Counted(s.Leads, "lead") + "; " + kit.Counted(s.Queued, "message") + " queued, " +
		kit.Number(s.Parked) + " parked."
	return kit.NewMessage(text, blocks...)
}

// parked says what Slack does not take, and why.
func parked(s ledger.Status) string {
	text := kit.Counted(s.Parked, "message") + " that Slack does not take, tried again every hour. Most often the app is not in the channel: `/invite @Leadloop` there."
	why := kit.Each(s.ParkedWhy, func(why string) string { return "\n• " + kit.Shown(why, kit.MaxFact) })
	return text + strings.Join(why, "")
}

// ParkedText tells an admin of them.
func ParkedText(s ledger.Status) kit.Message {
	return kit.Say("Leadloop could not tell everything: " + parked(s) + "\n`/loop status` shows how it stands.")
}

func (b *Bot) tellParked(ctx context.Context, _ kit.Context, _ desk.Telling) (desk.Told, error) {
	s, err := b.Services.Status(ctx)
	if err != nil {
		return desk.Told{}, err
	}

	return desk.Told{Message: ParkedText(s), Nothing: s.Parked == 0}, nil
}

func megabytes(bytes int64) string {
	const mega = 1 << 20
	return strconv.FormatFloat(float64(bytes)/mega, 'f', 1, 64) + " MB"
}

func (b *Bot) loopStatus(ctx context.Context, in *desk.Input, _ line.Line) (desk.Ack, error) {
	if !b.Services.Core.Settings().Roster.Person(in.Actor.User).Admin {
		return desk.Ack{}, fault.Denied("The state of the program is for admins. They are listed under `teams.admins` in the configuration.")
	}

	s, err := b.Services.Status(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	vc := b.ViewContext(ctx)
	status := Status{Status: s, Version: b.version, StartedAt: b.started}
	if b.size != nil {
		status.Size = b.size()
	}

	for _, link := range b.links {
		status.Connections = append(status.Connections, link.Describe())
	}

	return desk.Says(StatusText(vc, status)), nil
}

// Status is how the program is doing, for admins.
type Status struct {
	ledger.Status
	Connections []string // one line each, such as "connected since …"
	Size        int64    // of the data file in bytes
	Version     string
	StartedAt   time.Time
}
