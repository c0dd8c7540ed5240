package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/imports"
)

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
const (
	pastFirst = `
Birch Bright Castle Coral Crown Delta Ember Garnet Iron North Alder Copper Silver Granite Maple
River Summit Amber Cedar Falcon Harvest Juniper Keystone Linden Meadow Onyx Prairie Quartz`
	pastSecond = `
Foods Logistics Retail Textiles Tools Pharma Paper Motors Optics Dairy Furniture Books Energy Glass
Toys Sports Brewing Ceramics Parts Chemicals`
)

var (
	pastNames = []string{
		"Anna Berg", "Paul Novak", "Clara Rossi", "Erik Dahl", "Julia Stein", "Omar Haddad",
		"Sofia Costa", "Hugo Martin", "Mina Sato", "Leo Fischer", "Ida Krause",
	}
	pastPlaces  = []string{"DE", "DE", "DE", "AT", "CH", "NL", "FR", "SE", "GB"}
	pastSizes   = []string{"12", "35", "60", "80", "140", "220", "450", "1200"}
	pastLosses  = []string{"price", "price", "no_decision", "competitor", "no_response", "timing"}
	pastSellers = []ref.UserID{sam, lena, tom}
)

// pastOf makes up what the company kept elsewhere: in order of time, leads that
// arrived and the stages that they came to. The dice are loaded the same in each
// demo, so that two people see the same story.
func pastOf(start calendar.Date, zone *time.Location) (past []imports.Row) {
	dice := rand.New(rand.NewPCG(7, 13)) //nolint:gosec // a story, not a secret
	companies := dice.Perm(len(strings.Fields(pastFirst)) * len(strings.Fields(pastSecond)))
	monday := calendar.WeekOf(start).From.AddDays(-historyWeeks * 7)

	for week := range historyWeeks + 1 {
		taken := pastTaken
		if week > pastLatestWeek {
			taken = pastTakenLess
		}

		for _, from := range pastSources {
			for range from.perWeek {
				arrived := monday.AddDays(week*7+dice.IntN(5)).At(8+dice.IntN(9), dice.IntN(60), zone)
				lead := imports.Row{Input: pastLead(companies[0], from), Past: funnel.Past{At: arrived}}
				past = append(past, pastWay(dice, from, taken, lead)...)
				companies = companies[1:]
			}
		}
	}

	slices.SortStableFunc(past, func(a, b imports.Row) int { return a.Past.At.Compare(b.Past.At) })

	return past
}

func pastLead(n int, from pastSource) funnel.LeadInput {
	first, second := strings.Fields(pastFirst), strings.Fields(pastSecond)
	return funnel.LeadInput{
		Name: pastNames[n%len(pastNames)], Company: first[n/len(second)] + " " + second[n%len(second)],
		Email: fmt.Sprintf("contact@company%d.example", n), Country: pastPlaces[n%len(pastPlaces)],
		Source: from.source, Campaign: from.campaign, Employees: pastSizes[n%len(pastSizes)],
	}
}

// pastWay takes a lead as far as it went.
func pastWay(dice *rand.Rand, from pastSource, taken float64, lead imports.Row) (way []imports.Row) {
	step := func(stage agreement.Stage, least, most int) { // in days
		lead.Past.Stage, lead.Past.At = stage, lead.Past.At.AddDate(0, 0, least+dice.IntN(most-least+1))
		way = append(way, lead)
	}
	end := func(stage agreement.Stage, reason string) []imports.Row {
		lead.Past.Reason = reason
		step(stage, 10, 30)
		return way
	}

	step(agreement.Known, 0, 0)
	if dice.Float64() >= from.mql {
		return end(agreement.Disqualified, "not_a_buyer")
	}

	step(agreement.MQL, 1, 4)
	if dice.Float64() >= taken {
		return end(agreement.Disqualified, "bad_contact")
	}

	lead.Past.Owner = pastSellers[dice.IntN(len(pastSellers))]
	step(agreement.SAL, 1, 2)
	if dice.Float64() >= pastQualified {
		return end(agreement.Lost, "no_need")
	}

	lead.Past.Amount = money.Amount{Minor: int64(8+dice.IntN(16)) * 100_000, Currency: "EUR"}
	step(agreement.SQL, 4, 12)
	if dice.Float64() >= from.won {
		return end(agreement.Lost, pastLosses[dice.IntN(len(pastLosses))])
	}

	return end(agreement.Customer, "")
}

// catchUp imports what has happened until a moment, which starts no clock and
// posts nothing.
func (s *seeding) catchUp(ctx context.Context, until time.Time) error {
	var arrivals, outcomes []imports.Row
	for ; len(s.past) > 0 && s.past[0].Past.At.Before(until); s.past = s.past[1:] {
		if s.past[0].Past.Stage == agreement.Known {
			arrivals = append(arrivals, s.past[0])
		} else {
			outcomes = append(outcomes, s.past[0])
		}
	}

	to := s.daemon.Services().Imports
	report, err := to.Leads(ctx, arrivals)
	if err != nil {
		return err
	}

	then, err := to.Outcomes(ctx, outcomes)
	if report.Add(then); err == nil && len(report.Problems) > 0 {
		err = fmt.Errorf("import the past: %v", report.Problems)
	}

	return err
}
