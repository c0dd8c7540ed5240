package report

import (
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Share is what one team brought to the pipeline in a period: leads that it
// logged, and what became of such leads then, whenever they were logged. Team
// is empty for those of which it is not known.
type Share struct {
	Team      ref.Team     `json:"team"`
	Leads     int64        `json:"leads"`
	MQLs      int64        `json:"mqls"`
	SQLs      int64        `json:"sqls"`
	Customers int64        `json:"customers"`
	Pipeline  money.Amount `json:"pipeline,omitzero"` // of leads that became opportunities
	Revenue   money.Amount `json:"revenue,omitzero"`
}

// Empty says whether the team brought nothing.
func (s Share) Empty() bool {
	return s.Leads == 0 && s.MQLs == 0 && s.SQLs == 0 && s.Customers == 0 && s.Pipeline.Minor == 0 && s.Revenue.Minor == 0
}

// Balance is what each team brought, and what is left of the whole, which is
// nobody's. Rows in which there is nothing are left out, but for the teams'
// own.
func Balance(whole, marketing, sales Share) []Share {
	marketing.Team, sales.Team = ref.Marketing, ref.Sales
	rest := Share{
		Leads: whole.Leads - marketing.Leads - sales.Leads, MQLs: whole.MQLs - marketing.MQLs - sales.MQLs,
		SQLs: whole.SQLs - marketing.SQLs - sales.SQLs, Customers: whole.Customers - marketing.Customers - sales.Customers,
		Pipeline: money.Amount{Minor: whole.Pipeline.Minor - marketing.Pipeline.Minor - sales.Pipeline.Minor, Currency: whole.Pipeline.Currency},
		Revenue:  money.Amount{Minor: whole.Revenue.Minor - marketing.Revenue.Minor - sales.Revenue.Minor, Currency: whole.Revenue.Currency},
	}
	if marketing.Empty() && sales.Empty() && rest.Empty() {
		return nil
	}
	rows := []Share{marketing, sales}
	if !rest.Empty() {
		rows = append(rows, rest)
	}
	return rows
}
