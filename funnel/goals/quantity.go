package goals

import (
	"math"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Quantity is an amount of a metric: money for revenue, a fraction for rates,
// else a count.
type Quantity struct {
	Number float64      `json:"number"`
	Money  money.Amount `json:"money,omitzero"`
}

// MoneyQuantity is an amount of money.
func MoneyQuantity(m money.Amount) Quantity { return Quantity{Number: m.Major(), Money: m} }

// ParseQuantity reads a target or a value of the metric.
func (m Metric) ParseQuantity(text, currency string) (Quantity, error) {
	switch m.Info().Kind {
	case MetricMoney:
		amount, err := money.Parse(text, currency)
		if err != nil {
			return Quantity{}, fault.Invalid("%s", fault.Sentence(err))
		}

		if amount.Minor <= 0 {
			return Quantity{}, fault.Invalid("%s is not above 0. Give an amount such as 500000 or 500k.", fault.Quoted(text))
		}

		return Quantity{Money: amount, Number: amount.Major()}, nil
	case MetricRate:
		rate, err := money.ParseRate(text)
		if err != nil {
			return Quantity{}, fault.Invalid("%s", fault.Sentence(err))
		}

		return Quantity{Number: rate}, nil
	case MetricFigure:
		if !m.Whole() {
			return parseFigure(text)
		}

		return parseCount(text)
	default:
		return parseCount(text)
	}
}

// ParseTarget reads a target of the metric, which is above 0: a goal without one
// derives from another.
func (m Metric) ParseTarget(text, currency string) (Quantity, error) {
	q, err := m.ParseQuantity(text, currency)
	if err == nil && q.Number == 0 {
		return Quantity{}, fault.Invalid("A target has to be above 0. Give one such as %s; to give a goal up, use %s.", m.exampleTarget(), fault.ToRetireGoal.Way())
	}

	return q, err
}

func parseFigure(text string) (Quantity, error) {
	n, err := stats.ParseNumber(text)
	if err == nil && n < 0 {
		err = fault.Invalid("%s is not a number of 0 or more. Give one such as 1200 or 4.6.", fault.Quoted(text))
	}

	if err != nil {
		return Quantity{}, err
	}

	return Quantity{Number: n}, nil
}

func parseCount(text string) (Quantity, error) {
	n, err := stats.ParseWhole(text)
	if err != nil {
		return Quantity{}, err
	}

	if n < 0 {
		return Quantity{}, fault.Invalid("%s is not a number of 0 or more. Give one such as 1200.", fault.Quoted(text))
	}

	return Quantity{Number: n}, nil
}

// Format writes a quantity of the metric for people.
func (m Metric) Format(q Quantity) string {
	switch m.Info().Kind {
	case MetricMoney:
		return q.Money.String()
	case MetricRate:
		return stats.ShortPercent(q.Number)
	case MetricFigure:
		if m.Whole() {
			return stats.Thousands(q.Number)
		}

		return stats.ShortNumber(q.Number)
	default:
		return stats.Thousands(q.Number)
	}
}

// Written is a quantity for people; no money has no currency.
func (m Metric) Written(q Quantity) string {
	if q.Number == 0 && q.Money.Minor == 0 {
		return "0"
	}

	return m.Format(q)
}

// Roughly writes a quantity that was computed, without minor units.
func Roughly(m Metric, q Quantity) string {
	if m.Info().Kind == MetricMoney && q.Money.Minor != 0 {
		return money.AverageText(float64(q.Money.Minor), q.Money.Currency)
	}

	return m.Written(q)
}

// Units are a quantity of the metric as whole numbers: minor units of money.
func (m Metric) Units(q Quantity) int64 {
	if m.Info().Kind == MetricMoney {
		return q.Money.Minor
	}

	return int64(math.Round(q.Number))
}

// Quantity is the reverse of units.
func (m Metric) Quantity(units int64, currency string) Quantity {
	if m.Info().Kind == MetricMoney {
		amount := money.Amount{Minor: units, Currency: currency}
		return Quantity{Number: amount.Major(), Money: amount}
	}

	return Quantity{Number: float64(units)}
}
