package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/imports"
)

// history is what the demo's company kept elsewhere, brought in as an import
// each morning: it starts no clock and posts nothing.
type history struct {
	steps []pastStep // in order of time
	taken int
}

// pastStep is a lead's arrival, or a stage that it came to.
type pastStep struct {
	at      time.Time
	row     imports.Row
	arrival bool
}

// historyWeeks are a quarter and the one before it, by which a digest tells
// what to expect; and four weeks, in which the quarter that has begun says little
// and the digest explains the last one.
const historyWeeks = 31

// pastSource is a way in which leads came, and how far they went.
type pastSource struct {
	source, campaign string
	perWeek          int
	mql, won         float64 // shares: of leads that became MQLs, of opportunities that were won
}

var pastSources = []pastSource{
	{"webinar", "q4-warehouse", 4, 0.65, 0.40},
	{"paid search", "search-ads", 4, 0.45, 0.25},
	{"content", "guide", 3, 0.35, 0.20},
	{"referral", "partners", 2, 0.85, 0.50},
	{"event", "logimat", 2, 0.50, 0.15},
	{"organic search", "", 2, 0.50, 0.35},
}

// The shares of MQLs that sales took, once and in the latest weeks, and of
// those that became opportunities.
const (
	pastTaken      = 0.85
	pastTakenLess  = 0.60
	pastLatestWeek = historyWeeks - 9
	pastQualified  = 0.50
)

// The companies are put together from two words, so that half a year has enough.
var (
	pastFirst   = []string{"Birch", "Bright", "Castle", "Coral", "Crown", "Delta", "Ember", "Garnet", "Iron", "North", "Alder", "Copper", "Silver", "Granite", "Maple", "River", "Summit", "Amber", "Cedar", "Falcon", "Harvest", "Juniper", "Keystone", "Linden", "Meadow", "Onyx", "Prairie", "Quartz"}
	pastSecond  = []string{"Foods", "Logistics", "Retail", "Textiles", "Tools", "Pharma", "Paper", "Motors", "Optics", "Dairy", "Furniture", "Books", "Energy", "Glass", "Toys", "Sports", "Brewing", "Ceramics", "Parts", "Chemicals"}
	pastNames   = []string{"Anna Berg", "Paul Novak", "Clara Rossi", "Erik Dahl", "Julia Stein", "Omar Haddad", "Sofia Costa", "Hugo Martin", "Mina Sato", "Leo Fischer", "Ida Krause"}
	pastPlaces  = []string{"DE", "DE", "DE", "AT", "CH", "NL", "FR", "SE", "GB"}
	pastSizes   = []string{"12", "35", "60", "80", "140", "220", "450", "1200"}
	pastLosses  = []string{"price", "price", "no_decision", "competitor", "no_response", "timing"}
	pastSellers = []ref.UserID{sam, lena, tom}
)

// pastOf makes up the company's past. The dice are loaded the same in each
// demo, so that two people see the same story.
func pastOf(s *seeding) *history {
	h, dice := &history{}, rand.New(rand.NewPCG(7, 13)) //nolint:gosec // a story, not a secret
	companies := dice.Perm(len(pastFirst) * len(pastSecond))
	monday := calendar.WeekOf(s.start).From.AddDays(-historyWeeks * 7)
	for week := range historyWeeks + 1 {
		taken := pastTaken
		if week > pastLatestWeek {
			taken = pastTakenLess
		}
		for _, from := range pastSources {
			for range from.perWeek {
				n := companies[0]
				companies = companies[1:]
				arrived := monday.AddDays(week*7+dice.IntN(5)).At(8+dice.IntN(9), dice.IntN(60), s.cal.Location)
				h.live(dice, from, taken, pastCompany(n, from), arrived)
			}
		}
	}
	slices.SortStableFunc(h.steps, func(a, b pastStep) int { return a.at.Compare(b.at) })
	return h
}

func pastCompany(n int, from pastSource) funnel.LeadInput {
	name := pastFirst[n/len(pastSecond)] + " " + pastSecond[n%len(pastSecond)]
	return funnel.LeadInput{
		Name: pastNames[n%len(pastNames)], Company: name, Email: fmt.Sprintf("contact@company%d.example", n),
		Source: from.source, Campaign: from.campaign, Country: pastPlaces[n%len(pastPlaces)], Employees: pastSizes[n%len(pastSizes)],
	}
}

// live takes a lead as far as it went.
func (h *history) live(dice *rand.Rand, from pastSource, taken float64, lead funnel.LeadInput, at time.Time) {
	past := funnel.Past{Stage: agreement.Known, At: at}
	step := func(stage agreement.Stage, least, most int) { // in days
		past.Stage = stage
		past.At = past.At.AddDate(0, 0, least+dice.IntN(most-least+1))
		h.steps = append(h.steps, pastStep{at: past.At, row: imports.Row{Number: len(h.steps) + 1, Input: lead, Past: past}, arrival: stage == agreement.Known})
	}
	end := func(stage agreement.Stage, reason string) {
		past.Reason = reason
		step(stage, 10, 30)
	}
	step(agreement.Known, 0, 0)
	if dice.Float64() >= from.mql {
		end(agreement.Disqualified, "not_a_buyer")
		return
	}
	step(agreement.MQL, 1, 4)
	if dice.Float64() >= taken {
		end(agreement.Disqualified, "bad_contact")
		return
	}
	past.Owner = pastSellers[dice.IntN(len(pastSellers))]
	step(agreement.SAL, 1, 2)
	if dice.Float64() >= pastQualified {
		end(agreement.Lost, "no_need")
		return
	}
	past.Amount = money.Amount{Minor: int64(8+dice.IntN(16)) * 100_000, Currency: "EUR"}
	step(agreement.SQL, 4, 12)
	if dice.Float64() < from.won {
		step(agreement.Customer, 10, 30)
		return
	}
	end(agreement.Lost, pastLosses[dice.IntN(len(pastLosses))])
}

// catchUp imports what has happened until now.
func (h *history) catchUp(ctx context.Context, services *loop.Services, now time.Time) error {
	var arrivals, outcomes []imports.Row
	for ; h.taken < len(h.steps) && h.steps[h.taken].at.Before(now); h.taken++ {
		if step := h.steps[h.taken]; step.arrival {
			arrivals = append(arrivals, step.row)
		} else {
			outcomes = append(outcomes, step.row)
		}
	}
	if len(arrivals)+len(outcomes) == 0 {
		return nil
	}
	for _, part := range []struct {
		rows []imports.Row
		take func(context.Context, []imports.Row) (imports.Report, error)
	}{{arrivals, services.Imports.Leads}, {outcomes, services.Imports.Outcomes}} {
		report, err := part.take(ctx, part.rows)
		if err != nil {
			return err
		}
		if len(report.Problems) > 0 {
			return fmt.Errorf("row %d of the past: %s", report.Problems[0].Row, report.Problems[0].Reason)
		}
	}
	return nil
}
