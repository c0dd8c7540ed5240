// Package campaigns sets campaigns up and knows what they cost and brought, what a next one would
// bring, and whether sales can take it. It never reads single leads: results come from the
// counters. Start at Service.New and Service.Show; board.go adds up.
package campaigns

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// New sets a campaign up.
func (s *Service) New(ctx context.Context, req core.Request, in campaigns.Input) (campaigns.Report, error) {
	return core.Do(ctx, s.core, "set up a campaign", req, func(uc *core.UseCase) (saved campaigns.Report, err error) {
		id, err := uc.Tx.NextCampaignID()
		if err != nil {
			return saved, err
		}

		if err := mayServe(uc, in.Goal); err != nil {
			return saved, err
		}

		c, entry, err := campaigns.New(id, in, uc.Act, uc.Policy)
		if err != nil {
			return saved, err
		}

		return saveCampaign(uc, c, entry)
	})
}

// Edit changes what is given of a campaign.
func (s *Service) Edit(
	ctx context.Context, req core.Request, name string, in campaigns.Input,
) (campaigns.Report, error) {
	return core.Do(ctx, s.core, "change a campaign", req, func(uc *core.UseCase) (saved campaigns.Report, err error) {
		c, err := campaign(&uc.Tx.Reads, name)
		if err != nil {
			return saved, err
		}

		if in.Goal != c.Goal {
			if err := mayServe(uc, in.Goal); err != nil {
				return saved, err
			}
		}

		c, entry, err := c.Edit(in, uc.Act, uc.Policy)
		if err != nil {
			return saved, err
		}

		return saveCampaign(uc, c, entry)
	})
}

// Close ends a campaign and gives what it brought.
func (s *Service) Close(ctx context.Context, req core.Request, name string) (campaigns.Report, error) {
	return core.Do(ctx, s.core, "close a campaign", req, func(uc *core.UseCase) (closed campaigns.Report, err error) {
		c, err := campaign(&uc.Tx.Reads, name)
		if err != nil {
			return closed, err
		}

		c, entry, err := c.Close(uc.Act, uc.Policy)
		if err != nil {
			return closed, err
		}

		if _, err := saveCampaign(uc, c, entry); err != nil {
			return closed, err
		}

		return s.report(&uc.Tx.Reads, c, ledger.ModelFirst)
	})
}

// saveCampaign writes a campaign, whose goal has to be there.
func saveCampaign(uc *core.UseCase, c campaigns.Campaign, entry funnel.Entry) (campaigns.Report, error) {
	saved := campaigns.Report{Campaign: c}
	if c.Goal != 0 {
		goal, ok, err := uc.Tx.Goal(c.Goal)
		if err != nil {
			return saved, err
		}

		if !ok {
			return saved, noGoal(c.Goal)
		}

		saved.Goal = goal
	}

	if err := uc.Tx.PutCampaign(c); err != nil {
		return saved, err
	}

	return saved, uc.Journal(entry)
}

// mayServe refuses a goal that was given up. A campaign that serves it already
// may go on doing so.
func mayServe(uc *core.UseCase, id ref.GoalID) error {
	g, ok, err := uc.Tx.Goal(id)
	if err != nil || id == 0 || ok && !g.Retired() {
		return err
	}

	return noGoal(id)
}

func noGoal(id ref.GoalID) error {
	text := fmt.Sprintf("There is no goal %s that a campaign could serve. %s shows the goals; %s sets one.", id, fault.ToListGoals.Way(), fault.ToSetGoal.Way())
	return &fault.Error{Kind: fault.KindNotFound, Text: text, Fields: []fault.FieldError{{Field: "goal", Text: text}}}
}

// Spend notes what a campaign cost. It gives the line, and the campaign with
// all that it cost so far.
func (s *Service) Spend(
	ctx context.Context, req core.Request, name string, in campaigns.SpendInput,
) (campaigns.Spend, campaigns.Report, error) {
	var line campaigns.Spend
	var after campaigns.Report
	err := s.core.Act(ctx, "note a spend", req, func(uc *core.UseCase) error {
		c, err := campaign(&uc.Tx.Reads, name)
		if err != nil {
			return err
		}

		spent, err := uc.Tx.TotalMoneyBy(ledger.CountSpend, ledger.DimCampaign)
		if err != nil {
			return err
		}

		var entry funnel.Entry
		if line, entry, err = c.Pay(in, spentOn(c, spent), uc.Act, uc.Policy); err != nil {
			return err
		}

		if err := uc.Journal(entry); err != nil {
			return err
		}

		if err := uc.Tx.AddSpend(line); err != nil {
			return err
		}

		after, err = s.report(&uc.Tx.Reads, c, ledger.ModelFirst)
		return err
	})

	return line, after, err
}

// spentOn adds up what was spent under the names of a campaign.
func spentOn(c campaigns.Campaign, byName map[string]campaigns.Sums) campaigns.Sums {
	var sum campaigns.Sums
	for name, amounts := range byName {
		if !slices.Contains(c.Keys(), campaigns.Key(name)) {
			continue
		}

		for _, m := range amounts {
			sum = sum.Plus(m)
		}
	}

	return sum
}

// campaign finds a campaign by a name, or says which ones there are.
func campaign(rd *store.Reads, name string) (campaigns.Campaign, error) {
	c, ok, err := rd.CampaignNamed(name)
	if ok || err != nil {
		return c, err
	}

	all, err := rd.Campaigns()
	if err != nil {
		return c, err
	}

	if len(all) == 0 {
		return c, fault.NotFound("No campaign is set up yet. Set the first one up with %s.", fault.ToSetUpCampaign.Way())
	}

	const examples = 5
	var names []string
	for _, other := range slices.Backward(all) {
		names = append(names, other.Name)
	}

	more := ""
	if len(names) > examples {
		names, more = names[:examples], " and others"
	}

	return c, fault.NotFound("No campaign is called “%s”. There are %s%s; %s shows them all, %s sets one up.", strings.TrimSpace(core.Shorten(name)), strings.Join(names, ", "), more, fault.ToListCampaigns.Way(), fault.ToSetUpCampaign.Way())
}

// Names gives the names of all campaigns, aliases included, as they
// are matched.
func (s *Service) Names(ctx context.Context) (map[string]bool, error) {
	return core.Read(ctx, s.core, "name the campaigns", func(rd *store.Reads) (names map[string]bool, err error) {
		names = map[string]bool{}
		all, err := rd.Campaigns()
		for _, c := range all {
			for _, key := range c.Keys() {
				names[key] = true
			}
		}

		return names, err
	})
}

// maxSpendLines is how many lines of spend a report shows.
const maxSpendLines = 10

// Show gives what a campaign brought and cost.
func (s *Service) Show(ctx context.Context, name string, model ledger.Model) (campaigns.Detail, error) {
	return core.Read(ctx, s.core, "show a campaign", func(rd *store.Reads) (detail campaigns.Detail, err error) {
		detail = campaigns.Detail{Model: model, Currency: s.core.Settings().Currency}
		c, err := campaign(rd, name)
		if err != nil {
			return detail, err
		}

		if detail.Report, err = s.report(rd, c, model); err != nil {
			return detail, err
		}

		detail.Lines, err = rd.SpendOf(c.ID, maxSpendLines)
		return detail, err
	})
}

func (s *Service) report(rd *store.Reads, c campaigns.Campaign, model ledger.Model) (campaigns.Report, error) {
	board, err := s.board(rd, []campaigns.Campaign{c}, model)
	if err != nil {
		return campaigns.Report{}, err
	}

	return board.Campaigns[0], nil
}

// All gives what all campaigns brought and cost, and what leads name
// that is not set up yet.
func (s *Service) All(ctx context.Context, model ledger.Model) (*campaigns.Board, error) {
	return core.Read(ctx, s.core, "show all campaigns", func(rd *store.Reads) (board *campaigns.Board, err error) {
		all, err := rd.Campaigns()
		if err != nil {
			return board, err
		}

		return s.board(rd, all, model)
	})
}
