package report

import "github.com/leadloop/leadloop/funnel/money"

func euros(n int64) money.Money { return money.Money{Minor: n * 100, Currency: "EUR"} }
