package bot

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
)

func (b *Bot) loopStatus(ctx context.Context, in *Input, _ string) (Ack, error) {
	if !b.services.Core.Settings().Roster.Person(in.Actor.User).Admin {
		return Ack{}, fault.Denied("The state of the program is for admins. They are listed under `teams.admins` in the configuration.")
	}
	s, err := b.services.Status(ctx)
	if err != nil {
		return Ack{}, err
	}
	vc := b.viewContext(ctx)
	status := view.Status{
		Leads: s.Leads, ByStage: s.ByStage, OpenLoops: s.OpenLoops, Queued: s.Queued, Parked: s.Parked, OldestQueued: s.OldestQueued,
		DefinitionVersion: s.DefinitionVersion, SchemaVersion: s.SchemaVersion, Version: b.version, StartedAt: b.started,
	}
	for _, e := range s.ParkedLately {
		if e.LastError != "" && !slices.Contains(status.ParkedWhy, e.LastError) {
			status.ParkedWhy = append(status.ParkedWhy, e.LastError)
		}
	}
	if b.size != nil {
		status.Size = b.size()
	}
	for _, link := range b.links {
		status.Connections = append(status.Connections, link.describe())
	}
	return says(view.StatusText(vc, status)), nil
}
