// Package people keeps when people work and are away, and has leads and deadlines follow. It never
// asks Slack: what Slack says about somebody is brought to it. Start at Service.GoAway; sweep.go
// does what a leave brings with it, and calendar.go what another calendar does.
package people

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/reminders"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// SetHours changes somebody's working hours or public holidays.
func (s *Service) SetHours(
	ctx context.Context, req core.Request, user ref.UserID, in people.HoursInput,
) (people.Availability, error) {
	return s.replan(ctx, "set working hours", req, user,
		func(a people.Availability, uc *core.UseCase) (people.Availability, funnel.Entry, error) {
			return funnel.SetHours(a, in, uc.Act, uc.Policy)
		})
}

// GoAway plans somebody's leave, or changes it.
func (s *Service) GoAway(
	ctx context.Context, req core.Request, user ref.UserID, in people.LeaveInput,
) (people.Availability, error) {
	return s.replan(ctx, "plan a leave", req, user,
		func(a people.Availability, uc *core.UseCase) (people.Availability, funnel.Entry, error) {
			after, e, err := funnel.GoAway(a, in, uc.Act, uc.Policy)
			if err == nil && in.Cover != "" {
				err = s.core.MayBeGiven(in.Cover)
			}

			return after, e, err
		})
}

// Back ends somebody's leave early, or cancels the next one.
func (s *Service) Back(ctx context.Context, req core.Request, user ref.UserID) (people.Availability, error) {
	return s.replan(ctx, "end a leave", req, user,
		func(a people.Availability, uc *core.UseCase) (people.Availability, funnel.Entry, error) {
			return funnel.ComeBack(a, uc.Act, uc.Policy)
		})
}

type replanning func(people.Availability, *core.UseCase) (people.Availability, funnel.Entry, error)

// replan changes somebody's working time.
func (s *Service) replan(
	ctx context.Context, what string, req core.Request, user ref.UserID, decide replanning,
) (people.Availability, error) {
	return core.Do(ctx, s.core, what, req, func(uc *core.UseCase) (after people.Availability, err error) {
		before, err := uc.Tx.Availability(user)
		if err != nil {
			return after, err
		}

		var e funnel.Entry
		if after, e, err = decide(before, uc); err != nil {
			return after, err
		}

		if after, err = announce(uc, after, funnel.LeaveNotices(after, before, uc.Act)); err != nil {
			return after, err
		}

		return after, replan(uc, after, e)
	})
}

// announce tells people of a leave. A cover who is about to get leads, or to
// lose them, hears of it with the leads: one message is enough.
func announce(uc *core.UseCase, a people.Availability, notices []funnel.Notice) (people.Availability, error) {
	for _, n := range notices {
		leads, err := leadsFollow(uc, n)
		if err != nil {
			return a, err
		}

		if leads && n.Kind == funnel.NoticeCover {
			a = a.HearsWithLeads(n.From, n.Day)
		}

		if leads {
			continue
		}

		if err := uc.Tx.Tell(n); err != nil {
			return a, err
		}
	}

	return a, nil
}

// leadsFollow says whether a message to a cover is followed by one about leads.
func leadsFollow(uc *core.UseCase, n funnel.Notice) (bool, error) {
	loses := n.Kind == funnel.NoticeCoverOff && n.With == ""
	gets := n.Kind == funnel.NoticeCover && !n.From.After(uc.Policy.Today(n.About, uc.Act.At))
	if !loses && !gets {
		return false, nil
	}

	lent, err := uc.Tx.LentBy(n.About, maxHeld)
	if err != nil || loses {
		return slices.ContainsFunc(lent, func(l funnel.Lead) bool { return l.Owner == n.To }), err
	}

	held, err := uc.Tx.HeldBy(n.About, maxHeld)
	return len(lent) > 0 || slices.ContainsFunc(held, func(l funnel.Lead) bool { return l.Owner == n.About }), err
}

// replan writes somebody's working time and why it is another now.
func replan(uc *core.UseCase, a people.Availability, entries ...funnel.Entry) error {
	if err := uc.Tx.PutAvailability(a.Schedule(uc.Act.At, uc.Policy.Calendar)); err != nil {
		return err
	}

	if err := uc.Journal(entries...); err != nil {
		return err
	}

	return uc.RefreshHome(append(uc.Policy.Roster.Overseers(), a.User)...)
}

// Note keeps what Slack says about somebody of the teams. What is known
// already costs no transaction.
func (s *Service) Note(ctx context.Context, user ref.UserID, in people.Profile) error {
	if !s.keepsName(user) {
		return nil
	}

	p, err := s.core.Policy(ctx)
	if err != nil {
		return err
	}

	names, err := s.Names(ctx)
	if err != nil {
		return err
	}

	_, changed := p.Availability(user).Noted(in, s.core.Now())
	if !changed && !renamed(names[user], in) {
		return nil
	}

	err = s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		if err := keepName(uc, user, in); err != nil {
			return err
		}

		a, err := uc.Tx.Availability(user)
		if err != nil {
			return err
		}

		after, entries := funnel.NoteSlack(a, in, uc.Act.At)
		if len(entries) == 0 {
			return nil
		}

		if err := replan(uc, after, entries...); err != nil || after.Gone || !a.Gone {
			return err
		}

		return reminders.RemindAgain(uc, user)
	})
	if err != nil {
		return fmt.Errorf("keep what Slack says about %s: %w", user, err)
	}

	return nil
}

// renamed says whether another name is to be kept of somebody. Of who has left,
// none is.
func renamed(kept string, in people.Profile) bool {
	if in.Gone {
		return kept != ""
	}

	return in.Name != "" && in.Name != kept
}

// keepName keeps how somebody is called, in no journal: that is for good.
func keepName(uc *core.UseCase, user ref.UserID, in people.Profile) error {
	p, _, err := uc.Tx.Person(user)
	if err != nil || !renamed(p.Name, in) {
		return err
	}

	p.V, p.User, p.Name = 1, user, in.Name
	if in.Gone {
		p.Name = ""
	}

	return uc.Tx.PutPerson(p)
}

// keepsName says whether it is kept how somebody is called: of the teams, and
// of the intake owner.
func (s *Service) keepsName(user ref.UserID) bool {
	return s.core.Settings().Roster.Person(user).Member() || user == s.core.Settings().Roster.IntakeOwner
}

// ForgetNames takes out the names of those who are on no team any more. The
// teams change between two starts only.
func (s *Service) ForgetNames(ctx context.Context) error {
	names, err := s.Names(ctx)
	if err != nil {
		return err
	}

	maps.DeleteFunc(names, func(user ref.UserID, _ string) bool { return s.keepsName(user) })
	if len(names) == 0 {
		return nil
	}

	return s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		for user := range names {
			if err := keepName(uc, user, people.Profile{Gone: true}); err != nil {
				return err
			}
		}

		return nil
	})
}

// Names gives how people of the teams are called, as far as Slack has said.
func (s *Service) Names(ctx context.Context) (map[ref.UserID]string, error) {
	return core.Read(ctx, s.core, "read people's names", func(rd *store.Reads) (names map[ref.UserID]string, err error) {
		names = map[ref.UserID]string{}
		all, err := rd.People()
		for _, p := range all {
			if p.Name != "" {
				names[p.User] = p.Name
			}
		}

		return names, err
	})
}

// maxAbsent is how many leads of one person are counted.
const maxAbsent = 1000

// Away lists who is away or gone, and then who will be away within two
// months, the next one first.
func (s *Service) Away(ctx context.Context) ([]people.Absence, error) {
	return core.Read(ctx, s.core, "list who is away", func(rd *store.Reads) (away []people.Absence, err error) {
		p, err := s.core.PolicyIn(rd)
		if err != nil {
			return nil, err
		}

		for user := range p.People {
			found, err := s.absences(rd, p, user)
			if err != nil {
				return nil, err
			}

			away = append(away, found...)
		}

		slices.SortFunc(away, people.Absence.Compare)

		return away, nil
	})
}

const maxDaysAhead = 60 // for how many days ahead planned leaves are listed

func (s *Service) absences(rd *store.Reads, p funnel.Policy, user ref.UserID) (found []people.Absence, err error) {
	now := s.core.Now()
	if !s.core.Settings().Roster.Person(user).Member() {
		return nil, nil
	}

	a := p.Availability(user)
	if a.Gone {
		waiting, err := rd.TurnCount(user, maxAbsent)
		return []people.Absence{{User: user, Gone: true, Now: true, Leads: waiting}}, err
	}

	for _, leave := range a.Upcoming(now, p.Calendar) {
		if leave.From.After(s.core.Today(now).AddDays(maxDaysAhead)) {
			continue
		}

		current, isAway := p.LeaveOf(user, now)
		absence := people.Absence{User: user, Leave: leave, Now: isAway && current.From == leave.From, With: leave.Cover}
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
