package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
)

func (b *Bot) loopStatus(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	if !b.services.Core.Settings().Roster.Person(in.Actor.User).Admin {
		return Ack{}, fault.Denied("The state of the program is for admins. They are listed under `teams.admins` in the configuration.")
	}
	s, err := b.services.Status(ctx)
	if err != nil {
		return Ack{}, err
	}
	vc := b.viewContext(ctx)
	status := view.Status{Status: s, Version: b.version, StartedAt: b.started}
	if b.size != nil {
		status.Size = b.size()
	}
	for _, link := range b.links {
		status.Connections = append(status.Connections, link.describe())
	}
	return says(view.StatusText(vc, status)), nil
}
