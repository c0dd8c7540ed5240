package loop

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// SetHours changes somebody's working hours or public holidays.
func (s *Service) SetHours(ctx context.Context, req Request, user funnel.UserID, in funnel.HoursInput) (funnel.Availability, error) {
	return s.replan(ctx, "set working hours", req, user, func(a funnel.Availability, st *step) (funnel.Availability, funnel.Entry, error) {
		return funnel.SetHours(a, in, st.act, st.policy)
	})
}

// GoAway plans somebody's leave, or changes it.
func (s *Service) GoAway(ctx context.Context, req Request, user funnel.UserID, in funnel.LeaveInput) (funnel.Availability, error) {
	return s.replan(ctx, "plan a leave", req, user, func(a funnel.Availability, st *step) (funnel.Availability, funnel.Entry, error) {
		after, e, err := funnel.GoAway(a, in, st.act, st.policy)
		if err == nil && in.Cover != "" {
			err = s.mayBeGiven(in.Cover)
		}
		return after, e, err
	})
}

// Back ends somebody's leave early, or cancels the next one.
func (s *Service) Back(ctx context.Context, req Request, user funnel.UserID) (funnel.Availability, error) {
	return s.replan(ctx, "end a leave", req, user, func(a funnel.Availability, st *step) (funnel.Availability, funnel.Entry, error) {
		return funnel.ComeBack(a, st.act, st.policy)
	})
}

type replanning func(funnel.Availability, *step) (funnel.Availability, funnel.Entry, error)

// replan changes somebody's working time.
func (s *Service) replan(ctx context.Context, what string, req Request, user funnel.UserID, decide replanning) (funnel.Availability, error) {
	var after funnel.Availability
	err := s.act(ctx, what, req, func(st *step) error {
		before, err := st.tx.Availability(user)
		if err != nil {
			return err
		}
		var e funnel.Entry
		if after, e, err = decide(before, st); err != nil {
			return err
		}
		if err := st.replan(after, e); err != nil {
			return err
		}
		return st.announce(funnel.AnnounceLeave(after, before, st.act))
	})
	return after, err
}

// announce tells people of a leave. A cover who is about to get leads, or to
// lose them, hears of it with the leads: one message is enough.
func (st *step) announce(notices []funnel.Notice) error {
	for _, n := range notices {
		leads, err := st.leadsFollow(n)
		if err != nil {
			return err
		}
		if leads {
			continue
		}
		if err := st.tx.Tell(n); err != nil {
			return err
		}
	}
	return nil
}

// leadsFollow says whether a message to a cover is followed by one about leads.
func (st *step) leadsFollow(n funnel.Notice) (bool, error) {
	loses := n.Kind == funnel.NoticeCoverOff && n.With == ""
	gets := n.Kind == funnel.NoticeCover && !n.From.After(st.policy.Today(n.About, st.act.At))
	if !loses && !gets {
		return false, nil
	}
	lent, err := st.tx.LentCount(n.About, 1)
	if err != nil || loses || lent > 0 {
		return lent > 0, err
	}
	held, err := st.tx.HeldBy(n.About, 1)
	return len(held) > 0, err
}

// replan writes somebody's working time and why it is another now.
func (st *step) replan(a funnel.Availability, entries ...funnel.Entry) error {
	if err := st.tx.PutAvailability(a.Schedule(st.act.At, st.policy.Calendar)); err != nil {
		return err
	}
	if _, err := st.tx.Write(entries, st.policy.Calendar); err != nil {
		return err
	}
	return st.refreshHome(append(st.policy.Roster.Overseers(), a.User)...)
}

// NotePerson keeps what Slack says about somebody of the teams. What is known
// already costs no transaction.
func (s *Service) NotePerson(ctx context.Context, user funnel.UserID, in funnel.SlackPerson) error {
	if !s.keepsName(user) {
		return nil
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	names, err := s.Names(ctx)
	if err != nil {
		return err
	}
	_, changed := p.Availability(user).Noted(in, s.now())
	if !changed && !renamed(names[user], in) {
		return nil
	}
	err = s.transact(ctx, funnel.Program(), "", func(st *step) error {
		if err := st.keepName(user, in); err != nil {
			return err
		}
		a, err := st.tx.Availability(user)
		if err != nil {
			return err
		}
		after, entries := funnel.NoteSlack(a, in, st.act.At)
		if len(entries) == 0 {
			return nil
		}
		if err := st.replan(after, entries...); err != nil || after.Gone || !a.Gone {
			return err
		}
		return st.remindAgain(user)
	})
	if err != nil {
		return fmt.Errorf("keep what Slack says about %s: %w", user, err)
	}
	return nil
}

// renamed says whether another name is to be kept of somebody. Of who has left,
// none is.
func renamed(kept string, in funnel.SlackPerson) bool {
	if in.Gone {
		return kept != ""
	}
	return in.Name != "" && in.Name != kept
}

// keepName keeps how somebody is called, in no journal: that is for good.
func (st *step) keepName(user funnel.UserID, in funnel.SlackPerson) error {
	p, _, err := st.tx.Person(user)
	if err != nil || !renamed(p.Name, in) {
		return err
	}
	p.V, p.User, p.Name = 1, user, in.Name
	if in.Gone {
		p.Name = ""
	}
	return st.tx.PutPerson(p)
}

// keepsName says whether it is kept how somebody is called: of the teams, and
// of the intake owner.
func (s *Service) keepsName(user funnel.UserID) bool {
	return s.settings.Roster.Person(user).Member() || user == s.settings.Roster.IntakeOwner
}

// ForgetNames takes out the names of those who are on no team any more. The
// teams change between two starts only.
func (s *Service) ForgetNames(ctx context.Context) error {
	names, err := s.Names(ctx)
	if err != nil {
		return err
	}
	maps.DeleteFunc(names, func(user funnel.UserID, _ string) bool { return s.keepsName(user) })
	if len(names) == 0 {
		return nil
	}
	return s.transact(ctx, funnel.Program(), "", func(st *step) error {
		for user := range names {
			if err := st.keepName(user, funnel.SlackPerson{Gone: true}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Names gives how people of the teams are called, as far as Slack has said.
func (s *Service) Names(ctx context.Context) (names map[funnel.UserID]string, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		names = map[funnel.UserID]string{}
		all, err := rd.People()
		for _, p := range all {
			if p.Name != "" {
				names[p.User] = p.Name
			}
		}
		return err
	})
	return names, err
}

// Absence is somebody who is away, or will be.
type Absence struct {
	User  funnel.UserID
	Leave funnel.Leave
	Now   bool          // the leave is under way
	Gone  bool          // their account is deactivated; there is no leave
	With  funnel.UserID // who has their leads while they are away; empty: the leads wait
	Leads int           // that they have lent, or that wait
}

// maxAbsent is how many leads of one person are counted.
const maxAbsent = 1000

// PeopleAway lists who is away or gone, and then who will be away within two
// months, the next one first.
func (s *Service) PeopleAway(ctx context.Context) ([]Absence, error) {
	var away []Absence
	err := s.store.View(ctx, func(rd *store.Reads) error {
		away = nil
		p, err := s.policy(rd)
		if err != nil {
			return err
		}
		for user := range p.People {
			found, err := s.absences(rd, p, user)
			if err != nil {
				return err
			}
			away = append(away, found...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list who is away: %w", err)
	}
	slices.SortFunc(away, Absence.compare)
	return away, nil
}

const announced = 60 // days ahead of which planned leaves are listed

func (s *Service) absences(rd *store.Reads, p funnel.Policy, user funnel.UserID) (found []Absence, err error) {
	now := s.now()
	if !s.settings.Roster.Person(user).Member() {
		return nil, nil
	}
	a := p.Availability(user)
	if a.Gone {
		waiting, err := rd.TurnCount(user, maxAbsent)
		return []Absence{{User: user, Gone: true, Now: true, Leads: waiting}}, err
	}
	for _, leave := range a.Upcoming(now, p.Calendar) {
		if leave.From.After(s.today(now).AddDays(announced)) {
			continue
		}
		current, isAway := p.LeaveOf(user, now)
		absence := Absence{User: user, Leave: leave, Now: isAway && current.From == leave.From, With: leave.Cover}
		if absence.Now {
			if absence.With != "" {
				absence.With = p.StandIn(user, now)
			}
			lent, err := rd.LentCount(user, maxAbsent)
			if err != nil {
				return nil, err
			}
			waiting, err := rd.TurnCount(user, maxAbsent)
			if err != nil {
				return nil, err
			}
			absence.Leads = lent + waiting
		}
		found = append(found, absence)
	}
	return found, nil
}

// compare puts those who are away before those who will be.
func (a Absence) compare(b Absence) int {
	if a.Now != b.Now {
		return map[bool]int{true: -1, false: 1}[a.Now]
	}
	return cmp.Or(a.Leave.From.Compare(b.Leave.From), cmp.Compare(a.User, b.User))
}

// HandedOut is what became of the leads of somebody who is gone or away.
type HandedOut struct {
	Given []funnel.Lead // each with its new owner
	Left  []funnel.Lead // that nobody can take in turn now
}

// HandOut gives the leads that somebody who is gone, away or on no team any more
// still has with sales to the team in turn, as far as somebody can take them.
func (s *Service) HandOut(ctx context.Context, req Request, user funnel.UserID) (HandedOut, error) {
	var out HandedOut
	err := s.act(ctx, "hand out the leads of somebody who is gone", req, func(st *step) error {
		out = HandedOut{}
		if err := st.policy.MayHandOut(user, st.act); err != nil {
			return err
		}
		routing, err := s.routing(st)
		if err != nil {
			return err
		}
		held, err := st.tx.HeldBy(user, mostHandedOut)
		if err != nil {
			return err
		}
		for _, l := range held {
			if l.Owner != user {
				continue // marketing's
			}
			after, given, err := st.handToNext(l, routing)
			if err != nil {
				return err
			}
			if given {
				out.Given = append(out.Given, after)
			} else {
				out.Left = append(out.Left, l)
			}
		}
		return nil
	})
	return out, err
}

// mostHandedOut bounds one transaction; pressed again, the button goes on.
const mostHandedOut = 200

// handToNext says too whether there was somebody to take it.
func (st *step) handToNext(l funnel.Lead, routing funnel.Routing) (funnel.Lead, bool, error) {
	route := routing.InTurn(l)
	if route.To == "" {
		return l, false, nil
	}
	change, err := l.HandOut(route, st.act, st.policy)
	if err != nil {
		return l, false, err
	}
	return change.Lead, true, st.applyRouted(l, change, routing)
}

// Leads gives some leads, without those that are gone.
func (s *Service) Leads(ctx context.Context, ids []funnel.LeadID) (leads []funnel.Lead, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		leads = nil
		for _, id := range ids {
			l, ok, err := rd.Lead(id)
			if err != nil {
				return err
			}
			if ok {
				leads = append(leads, l)
			}
		}
		return nil
	})
	return leads, err
}
