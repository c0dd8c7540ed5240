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

func (h peopleHandlers) loopHours(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	user, change, given, err := parseHours(args, in.Actor.User)
	if err != nil {
		return Ack{}, err
	}
	if !given {
		return h.showHours(ctx, in, user, false)
	}
	return h.setHours(ctx, in, user, change)
}

func (h peopleHandlers) setHours(ctx context.Context, in *Input, user ref.UserID, change people.HoursInput) (Ack, error) {
	if _, err := h.services.People.SetHours(ctx, in.request(), user, change); err != nil {
		return Ack{}, err
	}
	return h.showHours(ctx, in, user, true)
}

func (h peopleHandlers) showHours(ctx context.Context, in *Input, user ref.UserID, changed bool) (Ack, error) {
	m, err := hoursModel(ctx, h.desk, user)
	if err != nil {
		return Ack{}, err
	}
	by := h.services.Core.Settings().Roster.Person(in.Actor.User)
	m.Changed, m.MayChange = changed, by.ID == user || by.Manager || by.Admin
	return says(view.HoursText(h.viewContext(ctx), m, in.Actor.User)), nil
}

func hoursModel(ctx context.Context, d *desk, user ref.UserID) (view.HoursModel, error) {
	if !d.services.Core.Settings().Roster.Person(user).Member() {
		return view.HoursModel{}, fault.Invalid("%s is on no team in Leadloop, so there is no working time to show.", user.Mentioned())
	}
	p, err := d.services.Core.Policy(ctx)
	return view.HoursModel{Availability: p.Availability(user), Calendar: p.CalendarOf(user), Workspace: p.Calendar}, err
}

func (h peopleHandlers) clickHours(ctx context.Context, in *Input) (Ack, error) {
	user := ref.UserID(in.Value)
	p, err := h.services.Core.Policy(ctx)
	if err != nil {
		return Ack{}, err
	}
	if err := p.MayPlan(user, p.Roster.Person(in.Actor.User)); err != nil {
		return Ack{}, err
	}
	m, err := hoursModel(ctx, h.desk, user)
	if err != nil {
		return Ack{}, err
	}
	h.people.meet(ctx, user) // the title names them
	return h.ask(ctx, in, view.EditHours(h.viewContext(ctx), m))
}

func (h peopleHandlers) submitHours(ctx context.Context, in *Input) (Ack, error) {
	m, err := remembered(in, func(m view.Metadata) bool { return m.User != "" })
	if err != nil {
		return Ack{}, err
	}
	week := strings.Join(strings.Fields(in.View.Form[view.FieldWeek]), " ")
	if week == "" {
		week = people.AsWorkspace
	}
	return h.setHours(ctx, in, m.User, people.HoursInput{Week: week, Holidays: in.View.Form[view.FieldHolidays]})
}

func (h peopleHandlers) loopAway(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	if len(args) == 0 {
		return h.listAway(ctx, in)
	}
	p, err := h.services.Core.Policy(ctx)
	if err != nil {
		return Ack{}, err
	}
	user, leave, err := parseAway(args, in.Actor.User, func(user ref.UserID) calendar.Date { return p.Today(user, h.now()) })
	if err != nil {
		return Ack{}, err
	}
	return h.goAway(ctx, in, user, leave)
}

func (h peopleHandlers) goAway(ctx context.Context, in *Input, user ref.UserID, leave people.LeaveInput) (Ack, error) {
	a, err := h.services.People.GoAway(ctx, in.request(), user, leave)
	if err != nil {
		return Ack{}, err
	}
	person := h.services.Core.Settings().Roster.Person(user)
	return says(view.Leaving(h.viewContext(ctx), person, a.Leaves[len(a.Leaves)-1], in.Actor.User)), nil
}

// clickAway opens the form of a leave: one's own, or, for who may plan them,
// that of anybody.
func (h peopleHandlers) clickAway(ctx context.Context, in *Input) (Ack, error) {
	roster := h.services.Core.Settings().Roster
	me := roster.Person(in.Actor.User)
	var people, covers []ref.UserID
	if me.Manager || me.Admin {
		people = h.present(roster.Members())
	}
	if me.In(ref.Sales) || len(people) > 0 {
		covers = slices.DeleteFunc(h.present(roster.Sales), func(id ref.UserID) bool { return id == me.ID && len(people) == 0 })
	}
	h.people.meet(ctx, slices.Concat(people, covers)...)
	return h.ask(ctx, in, view.LeaveForm(h.viewContext(ctx), me, people, covers))
}

func (h peopleHandlers) submitAway(ctx context.Context, in *Input) (Ack, error) {
	form := h.form(in)
	user := cmp.Or(ref.UserID(form.text(view.FieldTo)), in.Actor.User)
	leave := people.LeaveInput{
		From: form.date(view.FieldFrom), Until: form.date(view.FieldUntil), Cover: view.CoverOf(in.View.Form), Note: form.text(view.FieldNote),
	}
	if form.err != nil {
		return Ack{}, form.err
	}
	return h.goAway(ctx, in, user, leave)
}

func (h peopleHandlers) listAway(ctx context.Context, in *Input) (Ack, error) {
	away, err := h.services.People.Away(ctx)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.AwayList(vc, away, in.Actor.User) })
}

func (h peopleHandlers) loopBack(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	user, rest := ofWhom(args, in.Actor.User)
	if err := noMore(rest, "/loop back"); err != nil {
		return Ack{}, err
	}
	if _, err := h.services.People.Back(ctx, in.request(), user); err != nil {
		return Ack{}, err
	}
	return says(view.Returned(h.viewContext(ctx), user, in.Actor.User)), nil
}

// clickHandOut gives all leads of somebody who is gone to the team in turn.
func (h peopleHandlers) clickHandOut(ctx context.Context, in *Input) (Ack, error) {
	user := ref.UserID(in.Value)
	out, err := h.services.Routing.HandOut(ctx, in.request(), user)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.HandedOut(vc, user, out.Given, out.Left) })
}

func (h peopleHandlers) tellMoved(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	leads, err := h.services.Leads.ShowAll(ctx, t.Leads)
	if err != nil {
		return Told{}, err
	}

	return Saying(view.PeopleNotice(vc, t.Notice, leads), nil)
}

func (h peopleHandlers) tellLeave(_ context.Context, vc view.Context, t Telling) (Told, error) {
	return Saying(view.LeaveNotice(vc, t.Notice), nil)
}
