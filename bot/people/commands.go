package people

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

func (h handlers) hours(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	user, change, given, err := parseHours(args, in.Actor.User)
	if err != nil {
		return desk.Ack{}, err
	}

	if !given {
		return h.showHours(ctx, in, user, false)
	}

	return h.setHours(ctx, in, user, change)
}

func (h handlers) setHours(
	ctx context.Context, in *desk.Input, user ref.UserID, change people.HoursInput,
) (desk.Ack, error) {
	if _, err := h.Services.People.SetHours(ctx, in.Request(), user, change); err != nil {
		return desk.Ack{}, err
	}

	return h.showHours(ctx, in, user, true)
}

func (h handlers) showHours(ctx context.Context, in *desk.Input, user ref.UserID, changed bool) (desk.Ack, error) {
	m, err := HoursOf(ctx, h.Desk, user)
	if err != nil {
		return desk.Ack{}, err
	}

	by := h.Services.Core.Settings().Roster.Person(in.Actor.User)
	m.Changed, m.MayChange = changed, by.ID == user || by.Manager || by.Admin
	return desk.Says(hoursText(h.ViewContext(ctx), m, in.Actor.User)), nil
}

// HoursOf is when somebody works, for members of a team.
func HoursOf(ctx context.Context, d *desk.Desk, user ref.UserID) (HoursModel, error) {
	if !d.Services.Core.Settings().Roster.Person(user).Member() {
		return HoursModel{}, fault.Invalid("%s is on no team in Leadloop, so there is no working time to show.", user.Mentioned())
	}

	p, err := d.Services.Core.Policy(ctx)
	return HoursModel{Availability: p.Availability(user), Calendar: p.CalendarOf(user), Workspace: p.Calendar}, err
}

func (h handlers) clickHours(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	user := ref.UserID(in.Value)
	p, err := h.Services.Core.Policy(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	if err := p.MayPlan(user, p.Roster.Person(in.Actor.User)); err != nil {
		return desk.Ack{}, err
	}

	m, err := HoursOf(ctx, h.Desk, user)
	if err != nil {
		return desk.Ack{}, err
	}

	h.People.Meet(ctx, user) // the title names them
	return h.Ask(ctx, in, editHours(h.ViewContext(ctx), m))
}

func (h handlers) submitHours(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	m, err := desk.Remembered(in, func(m kit.Metadata) bool { return m.User != "" })
	if err != nil {
		return desk.Ack{}, err
	}

	week := strings.Join(strings.Fields(in.View.Form[kit.FieldWeek]), " ")
	if week == "" {
		week = people.AsWorkspace
	}

	return h.setHours(ctx, in, m.User, people.HoursInput{Week: week, Holidays: in.View.Form[kit.FieldHolidays]})
}

func (h handlers) away(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	if len(args) == 0 {
		return h.listAway(ctx, in)
	}

	p, err := h.Services.Core.Policy(ctx)
	if err != nil {
		return desk.Ack{}, err
	}

	user, leave, err := parseAway(args, in.Actor.User,
		func(user ref.UserID) calendar.Date { return p.Today(user, h.Now()) })
	if err != nil {
		return desk.Ack{}, err
	}

	return h.goAway(ctx, in, user, leave)
}

func (h handlers) goAway(
	ctx context.Context, in *desk.Input, user ref.UserID, leave people.LeaveInput,
) (desk.Ack, error) {
	a, err := h.Services.People.GoAway(ctx, in.Request(), user, leave)
	if err != nil {
		return desk.Ack{}, err
	}

	person := h.Services.Core.Settings().Roster.Person(user)
	return desk.Says(leaving(h.ViewContext(ctx), person, a.Leaves[len(a.Leaves)-1], in.Actor.User)), nil
}

// clickAway opens the form of a leave: one's own, or, for who may plan them,
// that of anybody.
func (h handlers) clickAway(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	roster := h.Services.Core.Settings().Roster
	me := roster.Person(in.Actor.User)
	var people, covers []ref.UserID
	if me.Manager || me.Admin {
		people = h.Present(roster.Members())
	}

	if me.In(ref.Sales) || len(people) > 0 {
		covers = slices.DeleteFunc(h.Present(roster.Sales), func(id ref.UserID) bool {
			return id == me.ID &&
				len(people) == 0
		})
	}

	h.People.Meet(ctx, slices.Concat(people, covers)...)
	return h.Ask(ctx, in, leaveForm(h.ViewContext(ctx), me, people, covers))
}

func (h handlers) submitAway(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	form := h.Form(in)
	user := cmp.Or(ref.UserID(form.Text(kit.FieldTo)), in.Actor.User)
	leave := people.LeaveInput{
		From: form.Date(kit.FieldFrom), Until: form.Date(kit.FieldUntil), Cover: coverOf(in.View.Form),
		Note: form.Text(kit.FieldNote),
	}
	if form.Err != nil {
		return desk.Ack{}, form.Err
	}

	return h.goAway(ctx, in, user, leave)
}

func (h handlers) listAway(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	away, err := h.Services.People.Away(ctx)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return awayList(vc, away, in.Actor.User) })
}

func (h handlers) back(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	user, rest := ofWhom(args, in.Actor.User)
	if err := desk.NoMore(rest, "/loop back"); err != nil {
		return desk.Ack{}, err
	}

	if _, err := h.Services.People.Back(ctx, in.Request(), user); err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(returned(h.ViewContext(ctx), user, in.Actor.User)), nil
}

// clickHandOut gives all leads of somebody who is gone to the team in turn.
func (h handlers) clickHandOut(ctx context.Context, in *desk.Input) (desk.Ack, error) {
	user := ref.UserID(in.Value)
	out, err := h.Services.Routing.HandOut(ctx, in.Request(), user)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return handedOut(vc, user, out.Given, out.Left) })
}

func (h handlers) tellMoved(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	leads, err := h.Services.Leads.ShowAll(ctx, t.Leads)
	if err != nil {
		return desk.Told{}, err
	}

	return desk.Saying(movedNotice(vc, t.Notice, leads), nil)
}

func (h handlers) tellLeave(_ context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	return desk.Saying(leaveNotice(vc, t.Notice), nil)
}
