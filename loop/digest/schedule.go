package digest

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// schedule is the name under which it is kept what an audience was told, and
// that it is told no more.
func schedule(a funnel.Audience) string { return "digest." + string(a) }

// Sweep queues the digests that are due, each once per week and
// audience. An audience that is new has nothing to hear of the weeks before;
// after downtime only the latest week speaks.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	posted := 0
	for _, audience := range funnel.Audiences {
		at, reads := s.core.Settings().Digests[audience]
		if !reads {
			continue
		}

		n, err := s.sweepAudience(ctx, audience, at.LastWeek(s.core.Now()))
		posted += n
		if err != nil {
			return posted, err
		}
	}

	return posted, nil
}

func (s *Service) sweepAudience(
	ctx context.Context, audience funnel.Audience, week calendar.Period,
) (posted int, err error) {
	if spoken, err := s.wasTold(ctx, audience, week); spoken || err != nil {
		return 0, err
	}

	err = s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		posted = 0
		said, ok, err := uc.Tx.Said(schedule(audience))
		if err != nil || covers(week, said, ok) {
			return err
		}

		off, err := uc.Tx.Muted(schedule(audience))
		if err != nil {
			return err
		}

		if !ok || off {
			return uc.Tx.PutSaid(store.Said{V: 1, ID: schedule(audience), Period: week, At: uc.Act.At})
		}

		posted = 1
		return digest(uc, audience, week)
	})

	return posted, err
}

// wasTold looks before anything is written: mostly there is nothing to do.
func (s *Service) wasTold(ctx context.Context, audience funnel.Audience, week calendar.Period) (bool, error) {
	return core.Read(ctx, s.core, "ask what was told", func(rd *store.Reads) (bool, error) {
		said, ok, err := rd.Said(schedule(audience))
		return covers(week, said, ok), err
	})
}

// covers says whether a schedule has told of a week, or of a later one.
func covers(week calendar.Period, said store.Said, ok bool) bool {
	return ok && !said.Period.From.Before(week.From)
}

// digest posts a digest, and remembers that its week is told.
func digest(uc *core.UseCase, audience funnel.Audience, week calendar.Period) error {
	if err := uc.Tx.PutSaid(store.Said{
		V: 1, ID: schedule(audience), Period: week, At: uc.Act.At,
		Posted: true,
	}); err != nil {
		return err
	}

	entry := funnel.Entry{
		V: 1, At: uc.Act.At, By: uc.Act.By.ID, Kind: funnel.EntryDigest, Period: week.Label,
		Note: string(audience),
	}
	if err := uc.Journal(entry); err != nil {
		return err
	}

	return uc.Tx.Tell(funnel.Notice{
		Kind: funnel.NoticeDigest, Place: audience.Place(), By: uc.Act.By.ID, At: uc.Act.At, Period: week, Audience: audience,
	})
}

// Post posts the digest of the last full week to an audience now, and
// not by itself any more. One that was posted is posted again only on demand.
func (s *Service) Post(ctx context.Context, req core.Request, audience funnel.Audience, again bool) error {
	return s.core.Act(ctx, "post a digest", req, func(uc *core.UseCase) error {
		if err := funnel.MayPostDigest(uc.Act.By); err != nil {
			return err
		}

		if _, reads := s.core.Settings().Digests[audience]; !reads {
			return fault.Conflict("No channel is set for the digest of %s. An admin sets it as `digest.%s.channel` in the configuration.", audience, audience)
		}

		week := calendar.WeekOf(uc.Today()).Prev()
		said, _, err := uc.Tx.Said(schedule(audience))
		if err != nil {
			return err
		}

		if said.Posted && said.Period == week && !again {
			return fault.Conflict("The digest of %s for %s was posted already, %s. %s posts it once more.",
				week.Label, audience, fault.Moment(said.At), fault.ToPostDigest.Way(audience, "again"))
		}

		return digest(uc, audience, week)
	})
}

// Mute ends the weekly digest of an audience, or begins it again with
// the next week, and says whether that changed anything.
func (s *Service) Mute(ctx context.Context, req core.Request, audience funnel.Audience, off bool) (bool, error) {
	return core.Do(ctx, s.core, "mute a digest", req, func(uc *core.UseCase) (changed bool, err error) {
		changed = false
		if err := funnel.MayPostDigest(uc.Act.By); err != nil {
			return changed, err
		}

		return uc.Mute(schedule(audience), off)
	})
}

// Preview sends the digest of the running week, so far and as an
// audience will read it, to the asker alone.
func (s *Service) Preview(ctx context.Context, req core.Request, audience funnel.Audience) error {
	return s.core.Act(ctx, "preview a digest", req, func(uc *core.UseCase) error {
		if err := uc.MayRead(); err != nil {
			return err
		}

		return uc.Tx.Tell(funnel.Notice{
			Kind: funnel.NoticePreview, To: req.By, By: req.By, At: uc.Act.At, Period: calendar.WeekOf(uc.Today()),
			Audience: audience,
		})
	})
}

// PreviewOwnWeek sends the asker their own week so far.
func (s *Service) PreviewOwnWeek(ctx context.Context, req core.Request) error {
	return s.core.Act(ctx, "preview an own week", req, func(uc *core.UseCase) error {
		if err := uc.MayRead(); err != nil {
			return err
		}

		return tellOwnWeek(uc, req.By, calendar.WeekOf(uc.Today()))
	})
}
