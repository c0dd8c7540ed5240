package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func (b *Bot) loopHours(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	user, change, given, err := parseHours(args, in.Actor.User)
	if err != nil {
		return Ack{}, err
	}
	if !given {
		return b.showHours(ctx, in, user, false)
	}
	return b.setHours(ctx, in, user, change)
}

func (b *Bot) setHours(ctx context.Context, in *Input, user ref.UserID, change people.HoursInput) (Ack, error) {
	if _, err := b.services.People.SetHours(ctx, in.request(), user, change); err != nil {
		return Ack{}, err
	}
	return b.showHours(ctx, in, user, true)
}

func (b *Bot) showHours(ctx context.Context, in *Input, user ref.UserID, changed bool) (Ack, error) {
	m, err := b.hoursModel(ctx, user)
	if err != nil {
		return Ack{}, err
	}
	by := b.services.Core.Settings().Roster.Person(in.Actor.User)
	m.Changed, m.MayChange = changed, by.ID == user || by.Manager || by.Admin
	return says(view.HoursText(b.viewContext(ctx), m, in.Actor.User)), nil
}

func (b *Bot) hoursModel(ctx context.Context, user ref.UserID) (view.HoursModel, error) {
	if !b.services.Core.Settings().Roster.Person(user).Member() {
		return view.HoursModel{}, fault.Invalid("%s is on no team in Leadloop, so there is no working time to show.", user.Mentioned())
	}
	p, err := b.services.Core.Policy(ctx)
	return view.HoursModel{Availability: p.Availability(user), Calendar: p.CalendarOf(user), Workspace: p.Calendar}, err
}

func (b *Bot) clickHours(ctx context.Context, in *Input) (Ack, error) {
	user := ref.UserID(in.Value)
	p, err := b.services.Core.Policy(ctx)
	if err != nil {
		return Ack{}, err
	}
	if err := p.MayPlan(user, p.Roster.Person(in.Actor.User)); err != nil {
		return Ack{}, err
	}
	m, err := b.hoursModel(ctx, user)
	if err != nil {
		return Ack{}, err
	}
	b.people.meet(ctx, user) // the title names them
	return b.ask(ctx, in, view.EditHours(b.viewContext(ctx), m))
}

func (b *Bot) submitHours(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in, func(m view.Metadata) bool { return m.User != "" })
	if err != nil {
		return Ack{}, err
	}
	week := strings.Join(strings.Fields(in.View.Form[view.FieldWeek]), " ")
	if week == "" {
		week = people.AsWorkspace
	}
	return b.setHours(ctx, in, m.User, people.HoursInput{Week: week, Holidays: in.View.Form[view.FieldHolidays]})
}

func (b *Bot) loopAway(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return b.listAway(ctx, in)
	}
	p, err := b.services.Core.Policy(ctx)
	if err != nil {
		return Ack{}, err
	}
	user, leave, err := parseAway(args, in.Actor.User, func(user ref.UserID) calendar.Date { return p.Today(user, b.now()) })
	if err != nil {
		return Ack{}, err
	}
	return b.goAway(ctx, in, user, leave)
}

func (b *Bot) goAway(ctx context.Context, in *Input, user ref.UserID, leave people.LeaveInput) (Ack, error) {
	a, err := b.services.People.GoAway(ctx, in.request(), user, leave)
	if err != nil {
		return Ack{}, err
	}
	person := b.services.Core.Settings().Roster.Person(user)
	return says(view.Leaving(b.viewContext(ctx), person, a.Leaves[len(a.Leaves)-1], in.Actor.User)), nil
}

// clickAway opens the form of a leave: one's own, or, for who may plan them,
// that of anybody.
func (b *Bot) clickAway(ctx context.Context, in *Input) (Ack, error) {
	roster := b.services.Core.Settings().Roster
	me := roster.Person(in.Actor.User)
	var people, covers []ref.UserID
	if me.Manager || me.Admin {
		people = b.present(roster.Members())
	}
	if me.In(ref.Sales) || len(people) > 0 {
		covers = slices.DeleteFunc(b.present(roster.Sales), func(id ref.UserID) bool { return id == me.ID && len(people) == 0 })
	}
	b.people.meet(ctx, slices.Concat(people, covers)...)
	return b.ask(ctx, in, view.LeaveForm(b.viewContext(ctx), me, people, covers))
}

func (b *Bot) submitAway(ctx context.Context, in *Input) (Ack, error) {
	form := b.form(in)
	user := cmp.Or(ref.UserID(form.text(view.FieldTo)), in.Actor.User)
	leave := people.LeaveInput{
		From: form.date(view.FieldFrom), Until: form.date(view.FieldUntil), Cover: view.CoverOf(in.View.Form), Note: form.text(view.FieldNote),
	}
	if form.err != nil {
		return Ack{}, form.err
	}
	return b.goAway(ctx, in, user, leave)
}

func (b *Bot) listAway(ctx context.Context, in *Input) (Ack, error) {
	away, err := b.services.People.Away(ctx)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.AwayList(vc, away, in.Actor.User) })
}

func (b *Bot) loopBack(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	user, rest := ofWhom(args, in.Actor.User)
	if err := noMore(rest, "/loop back"); err != nil {
		return Ack{}, err
	}
	if _, err := b.services.People.Back(ctx, in.request(), user); err != nil {
		return Ack{}, err
	}
	return says(view.Returned(b.viewContext(ctx), user, in.Actor.User)), nil
}

// clickHandOut gives all leads of somebody who is gone to the team in turn.
func (b *Bot) clickHandOut(ctx context.Context, in *Input) (Ack, error) {
	user := ref.UserID(in.Value)
	out, err := b.services.Routing.HandOut(ctx, in.request(), user)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.HandedOut(vc, user, out.Given, out.Left) })
}

// renderPeople renders what is told about the leads of somebody who is away.
func (c *courier) renderPeople(ctx context.Context, vc view.Context, p *parcel) error {
	n := p.entry.Notice
	leads, err := c.bot.services.Leads.ShowAll(ctx, n.Leads)
	if err != nil {
		return notSent{err}
	}
	p.message = view.PeopleNotice(vc, n, leads)
	return nil
}
