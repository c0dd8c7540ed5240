package bot

import (
	"cmp"
	"context"
	"time"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
)

func (c *courier) renderDigest(ctx context.Context, vc view.Context, p *parcel) error {
	week, err := weekOf(p.entry.Notice)
	if err != nil {
		return err
	}
	digest, err := c.bot.services.Digest.Week(ctx, week)
	if err != nil {
		return notSent{err}
	}
	audience := cmp.Or(p.entry.Notice.Audience, funnel.AudienceLeadership)
	p.message, p.thread = view.Digest(vc, digest.For(audience), c.able())
	return nil
}

func (c *courier) renderOwnWeek(ctx context.Context, vc view.Context, p *parcel) error {
	week, err := weekOf(p.entry.Notice)
	if err != nil {
		return err
	}
	own, err := c.bot.services.Digest.OwnWeek(ctx, p.entry.Notice.To, week)
	if err != nil {
		return notSent{err}
	}
	p.message = view.OwnWeek(vc, own)
	return nil
}

func weekOf(n funnel.Notice) (calendar.Period, error) {
	if n.Period.IsZero() {
		return n.Period, refused{"The notice of this digest names no week."}
	}
	return n.Period, nil
}

// able is how much of a digest to try. After a day the most is tried again.
func (c *courier) able() view.Ability {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.judged) > abilityKept {
		c.ability = view.Full
	}
	return c.ability
}

// lessAble notes that Slack refused what this ability renders. It is false
// when there is nothing less.
func (c *courier) lessAble() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	less, ok := c.ability.Less()
	c.ability, c.judged = less, time.Now()
	return ok
}

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
