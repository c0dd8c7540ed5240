package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/view"
)

func (c *courier) renderReminder(ctx context.Context, vc view.Context, p *parcel) error {
	n := p.entry.Notice
	m, err := c.bot.services.Reminders.Show(ctx, n.To)
	if err != nil {
		return notSent{err}
	}
	replaced := !m.Reminder.Slot.Equal(n.Slot)
	if replaced && p.edit.TS == "" {
		p.nothing = true // it was never seen, and a newer one says it all
		return nil
	}
	p.outdone = replaced
	p.message = view.Reminder(vc, view.ReminderModel{Reminded: m, Replaced: replaced})
	return nil
}
