package goals

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/money"
)

// plansCompared shows a second plan beside the first, with what it changes.
func plansCompared(first, second goals.Planning) kit.Message {
	a, b := first.Plan, second.Plan
	blocks := []slack.Block{
		kit.Section("*What if?* " + planDifferences(a, b)),
		kit.Section(kit.Fenced(compareRows(a, b))),
		kit.Section("*First*: " + kit.Escape(a.Sentence()) + "\n*Second*: " + kit.Escape(b.Sentence())),
	}
	if moves := moves(second.Changes); len(moves) > 0 {
		blocks = append(blocks, kit.Section("*Goals that the second would change*\n"+strings.Join(moves, "\n")))
	}

	blocks = append(blocks, planButtons(second, "Save the second as goals"), kit.ContextLine(planSources))
	return kit.NewMessage("What if? "+kit.Escape(b.Sentence()), blocks...)
}

// planDifferences lists what is given differently.
func planDifferences(a, b goals.Plan) string {
	was, is := a.Input.Fields(), b.Input.Fields()
	var parts []string
	for _, field := range goals.PlanFields() {
		if was[field] != is[field] {
			parts = append(parts, "`"+field+"` "+kit.Escape(cmp.Or(was[field], "not given"))+" → "+
				kit.Escape(cmp.Or(is[field], "not given")))
		}
	}

	if len(parts) == 0 {
		return "The two plans are the same."
	}

	return strings.Join(parts, ", ") + "."
}

// compareRows are two plans side by side, with the difference.
func compareRows(a, b goals.Plan) [][]string {
	rows := [][]string{{"", "first", "second", "change"}}
	for _, stage := range []agreement.Stage{
		agreement.Customer, agreement.SQL, agreement.SAL, agreement.MQL,
		agreement.Known,
	} {
		was, inA := a.Need(stage)
		is, inB := b.Need(stage)
		if !inA && !inB {
			continue
		}

		rows = append(rows, []string{
			stage.Heading(), needed(was, inA), needed(is, inB),
			changed(goals.RoundUp(was), goals.RoundUp(is), inA && inB),
		})
	}

	rows = append(rows,
		moneyRow("Revenue", a.Input.Revenue, b.Input.Revenue),
		moneyRow("Deal", a.Deal, b.Deal),
		moneyRow("Budget", a.Budget, b.Budget))
	for _, cost := range []struct {
		name  string
		stage agreement.Stage
	}{{"Per lead", agreement.Known}, {"Per SAL", agreement.SAL}, {"Per cust.", agreement.Customer}} {
		was, inA := a.CostPer(cost.stage)
		is, inB := b.CostPer(cost.stage)
		if inA && inB {
			rows = append(rows, moneyRow(cost.name, was, is))
		}
	}

	return rows
}

func needed(count float64, planned bool) string {
	if !planned {
		return "–"
	}

	return kit.Thousands(goals.RoundUp(count))
}

func changed(was, is int64, known bool) string {
	switch {
	case !known || was == is:
		return "–"
	case is > was:
		return "+" + kit.Thousands(is-was)
	}

	return "−" + kit.Thousands(was-is)
}

// smallAmount is the amount, in whole units, below which cents matter.
const smallAmount = 100

// moneyRow compares amounts, which are of one currency, to the nearest unit:
// cents would not fit a phone. Small ones, and those that would look the same,
// have theirs.
func moneyRow(name string, was, is money.Amount) []string {
	cells := func(from, to money.Amount, write func(money.Amount) string) []string {
		change := "–"
		switch by := to.Minor - from.Minor; {
		case by > 0:
			change = "+" + write(money.Amount{Minor: by, Currency: to.Currency})
		case by < 0:
			change = "−" + write(money.Amount{Minor: -by, Currency: to.Currency})
		}

		return []string{name + " " + from.Currency, write(from), write(to), change}
	}
	first, second := was.Rounded(), is.Rounded()
	small := min(was.Major(), is.Major()) < smallAmount && (first != was || second != is)
	if small || first == second && was != is {
		return cells(was, is, toTheCent)
	}

	return cells(first, second, toTheUnit)
}

func toTheUnit(m money.Amount) string { return kit.Thousands(int64(m.Major())) }

func toTheCent(m money.Amount) string {
	_, cents, _ := strings.Cut(m.Decimal(), ".")
	return toTheUnit(m) + "." + cents
}
