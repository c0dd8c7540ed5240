package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
)

// PlanToken is the value of the buttons below a plan: the stamp of the goals
// as shown, and the plan as it is typed.
type PlanToken struct{ Stamp, Plan string }

// String encodes the token for a button's value.
func (t PlanToken) String() string { return t.Stamp + " " + t.Plan }

// ParsePlanToken decodes what String encoded.
func ParsePlanToken(value string) (PlanToken, error) {
	stamp, plan, ok := strings.Cut(value, " ")
	if !ok || stamp == "" || plan == "" {
		return PlanToken{}, fmt.Errorf("%q is not a plan's token", value)
	}
	return PlanToken{Stamp: stamp, Plan: plan}, nil
}

// NewPlan asks for what a plan is made of.
func NewPlan(c Context, currency string) slack.ModalViewRequest {
	filled := map[string]string{goals.PlanPeriod: calendar.QuarterOf(c.today()).Next().Label}
	return planModal(CallbackPlan, "New plan", Metadata{}, currency, filled,
		"Rates and the deal size that you leave empty are measured from the last 12 months.")
}

// WhatIf asks for a second plan, filled in with the first.
func WhatIf(_ Context, currency string, first goals.PlanInput) slack.ModalViewRequest {
	return planModal(CallbackPlanWhatIf, "What if?", Metadata{Plan: first.String()}, currency, first.Fields(),
		"Change what you wonder about. The answer shows both plans side by side.")
}

func planModal(callback, title string, m Metadata, currency string, filled map[string]string, intro string) slack.ModalViewRequest {
	blocks := []slack.Block{context(intro)}
	for _, f := range []textField{
		{field: goals.PlanRevenue, label: "Revenue goal, in " + currency, placeholder: "500000", required: true},
		{field: goals.PlanPeriod, label: "Period", placeholder: "2027-Q1", required: true},
		{field: goals.PlanCertain, label: "Of it certain already", placeholder: "100000", hint: "Renewals and the like, for which no new customer is needed."},
		{field: goals.PlanDeal, label: "Deal size", placeholder: "12000"},
		{field: goals.PlanWin, label: "From SQL to customer", placeholder: "25%"},
		{field: goals.PlanSQL, label: "From SAL to SQL", placeholder: "50%"},
		{field: goals.PlanSAL, label: "From MQL to SAL", placeholder: "60%"},
		{field: goals.PlanMQL, label: "From lead to MQL", placeholder: "20%"},
		{field: goals.PlanOverall, label: "Or all in one: from lead to customer", placeholder: "5%", hint: "Instead of the four rates above."},
		{field: goals.PlanShare, label: "Share that marketing brings", placeholder: "60%"},
		{field: goals.PlanBudget, label: "Marketing budget, of the revenue goal", placeholder: goals.Percent(goals.DefaultBudget), hint: "8–10% is usual; left empty, it is " + goals.Percent(goals.DefaultBudget) + "."},
		{field: goals.PlanLifetime, label: "Lifetime value of a customer", placeholder: "36000"},
	} {
		f.limit, f.value = limitSum, filled[f.field]
		blocks = append(blocks, f.block())
	}
	return modal(callback, title, "Calculate", m, blocks...)
}
