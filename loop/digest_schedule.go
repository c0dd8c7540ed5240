package loop

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// schedule is the name under which it is kept what an audience was told, and
// that it is told no more.
func schedule(a funnel.Audience) string { return "digest." + string(a) }

// sweepDigest queues the digests that are due, each once per week and
// audience. An audience that is new has nothing to hear of the weeks before;
// after downtime only the latest week speaks.
func (s *Service) sweepDigest(ctx context.Context) (int, error) {
	posted := 0
	for _, audience := range funnel.Audiences {
		at, reads := s.settings.Digests[audience]
		if !reads {
			continue
		}
		n, err := s.sweepAudience(ctx, audience, at.LastWeek(s.now()))
		posted += n
		if err != nil {
			return posted, err
		}
	}
	return posted, nil
}

func (s *Service) sweepAudience(ctx context.Context, audience funnel.Audience, week funnel.Period) (posted int, err error) {
	if spoken, err := s.spokenOf(ctx, audience, week); spoken || err != nil {
		return 0, err
	}
	err = s.transact(ctx, funnel.Program(), "", func(st *step) error {
		posted = 0
		said, ok, err := st.tx.Said(schedule(audience))
		if err != nil || ok && !said.Period.From.Before(week.From) {
			return err
		}
		off, err := st.tx.Muted(schedule(audience))
		if err != nil {
			return err
		}
		if !ok || off {
			return st.tx.PutSaid(store.Said{V: 1, ID: schedule(audience), Period: week, At: st.act.At})
		}
		posted = 1
		return st.digest(audience, week)
	})
	return posted, err
}

func (s *Service) spokenOf(ctx context.Context, audience funnel.Audience, week funnel.Period) (spoken bool, err error) {
	err = s.store.View(ctx, func(rd *store.Reads) error {
		said, ok, err := rd.Said(schedule(audience))
		spoken = ok && !said.Period.From.Before(week.From)
		return err
	})
	return spoken, err
}

// digest posts a digest, and remembers that its week is told.
func (st *step) digest(audience funnel.Audience, week funnel.Period) error {
	if err := st.tx.PutSaid(store.Said{V: 1, ID: schedule(audience), Period: week, At: st.act.At, Posted: true}); err != nil {
		return err
	}
	entry := funnel.Entry{V: 1, At: st.act.At, By: st.act.By.ID, Kind: funnel.EntryDigest, Period: week.Label, Note: string(audience)}
	if _, err := st.tx.Write([]funnel.Entry{entry}, st.policy.Calendar); err != nil {
		return err
	}
	return st.tx.Tell(funnel.Notice{
		Kind: funnel.NoticeDigest, Place: audience.Place(), By: st.act.By.ID, At: st.act.At, Period: week.Label, Audience: audience,
	})
}

// PostDigest posts the digest of the last full week to an audience now, and
// not by itself any more. One that was posted is posted again only on demand.
func (s *Service) PostDigest(ctx context.Context, req Request, audience funnel.Audience, again bool) error {
	return s.act(ctx, "post a digest", req, func(st *step) error {
		if err := funnel.MayPostDigest(st.act.By); err != nil {
			return err
		}
		if _, reads := s.settings.Digests[audience]; !reads {
			return funnel.Conflict("No channel is set for the digest of %s. An admin sets it as `digest.%s.channel` in the configuration.", audience, audience)
		}
		week := funnel.WeekOf(st.today()).Prev()
		said, _, err := st.tx.Said(schedule(audience))
		if err != nil {
			return err
		}
		if said.Posted && said.Period == week && !again {
			return funnel.Conflict("The digest of %s for %s was posted already, %s. %s posts it once more.",
				week.Label, audience, funnel.Moment(said.At), funnel.ToPostDigest.Way(audience, "again"))
		}
		return st.digest(audience, week)
	})
}

// MuteDigest ends the weekly digest of an audience, or begins it again with
// the next week, and says whether that changed anything.
func (s *Service) MuteDigest(ctx context.Context, req Request, audience funnel.Audience, off bool) (changed bool, err error) {
	err = s.act(ctx, "mute a digest", req, func(st *step) error {
		changed = false
		if err := funnel.MayPostDigest(st.act.By); err != nil {
			return err
		}
		changed, err = st.mute(schedule(audience), off)
		return err
	})
	return changed, err
}

// PreviewDigest sends the digest of the running week, so far and as an
// audience will read it, to the asker alone.
func (s *Service) PreviewDigest(ctx context.Context, req Request, audience funnel.Audience) error {
	return s.act(ctx, "preview a digest", req, func(st *step) error {
		if err := st.mayRead(); err != nil {
			return err
		}
		return st.tx.Tell(funnel.Notice{
			Kind: funnel.NoticePreview, To: req.By, By: req.By, At: st.act.At, Period: funnel.WeekOf(st.today()).Label, Audience: audience,
		})
	})
}

// PreviewOwnWeek sends the asker their own week so far.
func (s *Service) PreviewOwnWeek(ctx context.Context, req Request) error {
	return s.act(ctx, "preview an own week", req, func(st *step) error {
		if err := st.mayRead(); err != nil {
			return err
		}
		return st.tellOwnWeek(req.By, funnel.WeekOf(st.today()))
	})
}

// mayRead refuses who is not of the company.
func (st *step) mayRead() error { return st.policy.Roster.Admit(st.act.By) }
