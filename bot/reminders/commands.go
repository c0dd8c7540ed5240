package reminders

import (
	"context"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func (h handlers) board(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if err := desk.NoMore(args, "/loop board"); err != nil {
		return desk.Ack{}, err
	}

	board, err := h.Services.Reminders.Board(ctx)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return boardShown(vc, board.Late, board.More) })
}

func (h handlers) nudges(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	const usage = "/loop nudges off update"
	if len(args) == 0 {
		rows, err := h.Services.Reminders.Nudges(ctx)
		return desk.Answer(ctx, h.Desk, rows, err, nudgeList)
	}

	verb := args[0].Word()
	if verb != "off" && verb != "on" || len(args) == 1 {
		return desk.Ack{}, fault.Invalid("Off or on, and which reminders? Expected `%s`, or `/loop nudges` to see them.", usage)
	}

	kind, err := ledger.ParseNudgeKind(args[1:].Text())
	if err != nil {
		return desk.Ack{}, err
	}

	off := verb == "off"
	if err := h.Services.Reminders.Switch(ctx, in.Request(), kind, off); err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(nudgesSwitched(kind, off)), nil
}

// tellReminder withdraws the one that stands where a newer one says it all.
func (h handlers) tellReminder(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	m, err := h.Services.Reminders.Show(ctx, t.To)
	if err != nil {
		return desk.Told{}, err
	}

	replaced := !m.Reminder.Slot.Equal(t.Slot)
	if replaced && t.Stands.TS == "" {
		return desk.Told{Nothing: true}, nil // it was never seen
	}

	message := reminderShown(vc, reminderModel{Reminded: m, Replaced: replaced})
	return desk.Told{Message: message, Outdone: replaced}, nil
}
