package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
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

func (b *Bot) loopBoard(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if err := noMore(args, "/loop board"); err != nil {
		return Ack{}, err
	}
	board, err := b.services.Reminders.Board(ctx)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.Board(vc, board.Late, board.More) })
}

func (b *Bot) loopNudges(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	const usage = "/loop nudges off update"
	if len(args) == 0 {
		rows, err := b.services.Reminders.Nudges(ctx)
		return answer(ctx, b, rows, err, view.NudgeList)
	}
	verb := args[0].Word()
	if verb != "off" && verb != "on" || len(args) == 1 {
		return Ack{}, fault.Invalid("Off or on, and which reminders? Expected `%s`, or `/loop nudges` to see them.", usage)
	}
	kind, err := ledger.ParseNudgeKind(args[1:].Text())
	if err != nil {
		return Ack{}, err
	}
	off := verb == "off"
	if err := b.services.Reminders.Switch(ctx, in.request(), kind, off); err != nil {
		return Ack{}, err
	}
	return says(view.NudgesSwitched(kind, off)), nil
}
