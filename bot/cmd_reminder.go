package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
)

func (h reminderHandlers) loopBoard(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if err := noMore(args, "/loop board"); err != nil {
		return Ack{}, err
	}
	board, err := h.services.Reminders.Board(ctx)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.Board(vc, board.Late, board.More) })
}

func (h reminderHandlers) loopNudges(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	const usage = "/loop nudges off update"
	if len(args) == 0 {
		rows, err := h.services.Reminders.Nudges(ctx)
		return answer(ctx, h.desk, rows, err, view.NudgeList)
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
	if err := h.services.Reminders.Switch(ctx, in.request(), kind, off); err != nil {
		return Ack{}, err
	}
	return says(view.NudgesSwitched(kind, off)), nil
}

// tellReminder withdraws the one that stands where a newer one says it all.
func (h reminderHandlers) tellReminder(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	m, err := h.services.Reminders.Show(ctx, t.To)
	if err != nil {
		return Told{}, err
	}

	replaced := !m.Reminder.Slot.Equal(t.Slot)
	if replaced && t.Stands.TS == "" {
		return Told{Nothing: true}, nil // it was never seen
	}

	message := view.Reminder(vc, view.ReminderModel{Reminded: m, Replaced: replaced})
	return Told{Message: message, Outdone: replaced}, nil
}
