package campaigns

import (
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
)

const sam ref.UserID = "U0SAM"

const rob ref.UserID = "U0ROB"

func euros(n int64) money.Amount { return money.Amount{Minor: n * 100, Currency: "EUR"} }
