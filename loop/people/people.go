// Package people keeps when people work and are away, and has leads and deadlines follow.
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
type Service struct {
	core *core.Core
}

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service {
	return &Service{core: c}
}

// SetHours changes somebody's working hours or public holidays.
func (s *Service) SetHours(
	ctx context.Context, req core.Request, user ref.UserID, in people.HoursInput,
) (people.Availability, error) {
	return s.replan(ctx, "set working hours", req, user,
		func(a people.Availability, st *core.Step) (people.Availability, funnel.Entry, error) {
			return funnel.SetHours(a, in, st.Act, st.Policy)
		})
}

// GoAway plans somebody's leave, or changes it.
func (s *Service) GoAway(
	ctx context.Context, req core.Request, user ref.UserID, in people.LeaveInput,
) (people.Availability, error) {
	return s.replan(ctx, "plan a leave", req, user,
		func(a people.Availability, st *core.Step) (people.Availability, funnel.Entry, error) {
			after, e, err := funnel.GoAway(a, in, st.Act, st.Policy)
			if err == nil && in.Cover != "" {
				err = s.core.MayBeGiven(in.Cover)
			}

			return after, e, err
		})
}

// Back ends somebody's leave early, or cancels the next one.
func (s *Service) Back(ctx context.Context, req core.Request, user ref.UserID) (people.Availability, error) {
	return s.replan(ctx, "end a leave", req, user,
		func(a people.Availability, st *core.Step) (people.Availability, funnel.Entry, error) {
			return funnel.ComeBack(a, st.Act, st.Policy)
		})
}

type replanning func(people.Availability, *core.Step) (people.Availability, funnel.Entry, error)

// replan changes somebody's working time.
func (s *Service) replan(
	ctx context.Context, what string, req core.Request, user ref.UserID, decide replanning,
) (people.Availability, error) {
	return core.Do(ctx, s.core, what, req, func(st *core.Step) (after people.Availability, err error) {
		before, err := st.Tx.Availability(user)
		if err != nil {
			return after, err
		}

		var e funnel.Entry
		if after, e, err = decide(before, st); err != nil {
			return after, err
		}

		if err := replan(st, after, e); err != nil {
			return after, err
		}

		return after, announce(st, funnel.AnnounceLeave(after, before, st.Act))
	})
}

// announce tells people of a leave. A cover who is about to get leads, or to
// lose them, hears of it with the leads: one message is enough.
func announce(st *core.Step, notices []funnel.Notice) error {
	for _, n := range notices {
		leads, err := leadsFollow(st, n)
		if err != nil {
			return err
		}

		if leads {
			continue
		}

		if err := st.Tx.Tell(n); err != nil {
			return err
		}
	}

	return nil
}

// leadsFollow says whether a message to a cover is followed by one about leads.
func leadsFollow(st *core.Step, n funnel.Notice) (bool, error) {
	loses := n.Kind == funnel.NoticeCoverOff && n.With == ""
	gets := n.Kind == funnel.NoticeCover && !n.From.After(st.Policy.Today(n.About, st.Act.At))
	if !loses && !gets {
		return false, nil
	}

	lent, err := st.Tx.LentCount(n.About, 1)
	if err != nil || loses || lent > 0 {
		return lent > 0, err
	}

	held, err := st.Tx.HeldBy(n.About, 1)
	return len(held) > 0, err
}

// replan writes somebody's working time and why it is another now.
func replan(st *core.Step, a people.Availability, entries ...funnel.Entry) error {
	if err := st.Tx.PutAvailability(a.Schedule(st.Act.At, st.Policy.Calendar)); err != nil {
		return err
	}

	if err := st.Journal(entries...); err != nil {
		return err
	}

	return st.RefreshHome(append(st.Policy.Roster.Overseers(), a.User)...)
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

	err = s.core.Transact(ctx, people.Program(), "", func(st *core.Step) error {
		if err := keepName(st, user, in); err != nil {
			return err
		}

		a, err := st.Tx.Availability(user)
		if err != nil {
			return err
		}

		after, entries := funnel.NoteSlack(a, in, st.Act.At)
		if len(entries) == 0 {
			return nil
		}

		if err := replan(st, after, entries...); err != nil || after.Gone || !a.Gone {
			return err
		}

		return reminders.RemindAgain(st, user)
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
func keepName(st *core.Step, user ref.UserID, in people.Profile) error {
	p, _, err := st.Tx.Person(user)
	if err != nil || !renamed(p.Name, in) {
		return err
	}

	p.V, p.User, p.Name = 1, user, in.Name
	if in.Gone {
		p.Name = ""
	}

	return st.Tx.PutPerson(p)
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

	return s.core.Transact(ctx, people.Program(), "", func(st *core.Step) error {
		for user := range names {
			if err := keepName(st, user, people.Profile{Gone: true}); err != nil {
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

const maxDaysAhead = 60 // days ahead of which planned leaves are listed

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
