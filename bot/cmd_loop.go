package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

func (b *Bot) loopDigest(ctx context.Context, in *Input, args string) (Ack, error) {
	vc := b.viewContext(ctx)
	switch strings.ToLower(strings.Trim(args, " .,")) {
	case "preview":
		return says(view.Say(vc, "The digest of the running week is on its way to your direct messages with Leadloop. Nobody else sees it.")), b.service.PreviewDigest(ctx, in.request())
	case "now":
		return says(view.Say(vc, "The digest of the last full week is on its way to the leadership channel.")), b.service.PostDigest(ctx, in.request())
	case "":
		return Ack{}, funnel.Invalid("Which one? Expected `/loop digest preview`, for your eyes only, or `/loop digest now`, for the leadership channel.")
	}
	return Ack{}, funnel.Invalid("“%s” is not a digest. Expected `/loop digest preview`, for your eyes only, or `/loop digest now`, for the leadership channel.", prose([]string{args}))
}

func (b *Bot) loopStatus(ctx context.Context, in *Input, _ string) (Ack, error) {
	if !b.service.Settings().Roster.Person(in.Actor.User).Admin {
		return Ack{}, funnel.Denied("The state of the program is for admins. They are listed under `teams.admins` in the configuration.")
	}
	s, err := b.service.Status(ctx)
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
