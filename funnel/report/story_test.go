package report

import "github.com/leadloop/leadloop/funnel/money"

func euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }
