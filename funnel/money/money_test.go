package money

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseMoney(t *testing.T) {
	tests := []struct {
		text, fallback string
		want           Amount
	}{
		{"12000", "EUR", Amount{1200000, "EUR"}},
		{"12,000", "EUR", Amount{1200000, "EUR"}},
		{"12.000", "EUR", Amount{1200000, "EUR"}},
		{"12.000,50", "EUR", Amount{1200050, "EUR"}},
		{"12,000.50", "EUR", Amount{1200050, "EUR"}},
		{"12 000", "EUR", Amount{1200000, "EUR"}},
		{"12\u00a0000,5", "EUR", Amount{1200050, "EUR"}},
		{"12 000,500", "EUR", Amount{1200050, "EUR"}},
		{"1'234.50", "CHF", Amount{123450, "CHF"}},
		{"1’234", "CHF", Amount{123400, "CHF"}},
		{"1.234.567", "EUR", Amount{123456700, "EUR"}},
		{"1,20,000", "INR", Amount{12000000, "INR"}},
		{"12,5", "EUR", Amount{1250, "EUR"}},
		{"0.500", "EUR", Amount{50, "EUR"}},
		{"0", "EUR", Amount{0, "EUR"}},
		{"€12k", "USD", Amount{1200000, "EUR"}},
		{"12.5k", "eur", Amount{1250000, "EUR"}},
		{"1.2m", "EUR", Amount{120000000, "EUR"}},
		{"1.234M", "EUR", Amount{123400000, "EUR"}},
		{"1,234 mio €", "USD", Amount{123400000, "EUR"}},
		{"2bn", "EUR", Amount{200000000000, "EUR"}},
		{"USD 12000", "EUR", Amount{1200000, "USD"}},
		{"12000 usd", "", Amount{1200000, "USD"}},
		{"12000EUR", "USD", Amount{1200000, "EUR"}},
		{"$12000", "EUR", Amount{1200000, "USD"}},
		{"$12000", "CAD", Amount{1200000, "CAD"}},
		{"$5 CAD", "CAD", Amount{500, "CAD"}},
		{"€5 EUR", "USD", Amount{500, "EUR"}},
		{"¥1,200", "EUR", Amount{1200, "JPY"}},
		{"12 kr", "NOK", Amount{1200, "NOK"}},
		{"12 KWD", "EUR", Amount{12000, "KWD"}},
		{"1.500,-", "EUR", Amount{150000, "EUR"}},
		{"1500,-- €", "USD", Amount{150000, "EUR"}},
		{"EUR 1.500,–", "USD", Amount{150000, "EUR"}},
		{"12'000.-", "CHF", Amount{1200000, "CHF"}},
		{"1,5 Mio. €", "USD", Amount{150000000, "EUR"}},
		{"1.5 million", "EUR", Amount{150000000, "EUR"}},
		{"12 Tsd. €", "USD", Amount{1200000, "EUR"}},
		{"2 Mrd", "EUR", Amount{200000000000, "EUR"}},
		{"1.234", "KWD", Amount{1234, "KWD"}},
		{"1,234", "KWD", Amount{1234000, "KWD"}},
	}
	for _, test := range tests {
		got, err := Parse(test.text, test.fallback)
		if err != nil || got != test.want {
			t.Errorf("ParseMoney(%q, %q) = %+v, %v; want %+v", test.text, test.fallback, got, err, test.want)
		}
	}
}

func TestParseMoneyRefuses(t *testing.T) {
	tests := []struct{ text, fallback, want string }{
		{"", "EUR", "like 12000"},
		{"lots", "EUR", "like 12000"},
		{"NaN", "EUR", "like 12000"},
		{"1e6", "EUR", "like 12000"},
		{"10-20k", "EUR", "like 12000"},
		{"-5", "EUR", "must not be negative"},
		{"€−5", "EUR", "must not be negative"},
		{"(5)", "EUR", "must not be negative"},
		{"1,2,3", "EUR", "do not fit together"},
		{"1.000.00", "EUR", "do not fit together"},
		{"1 2", "EUR", "do not fit together"},
		{"0.005", "EUR", "EUR has 2 decimals"},
		{"1.5", "JPY", "JPY has 0 decimals"},
		{"12 XQZ", "EUR", `“XQZ” is no currency`},
		{"€5 USD", "EUR", "two currencies"},
		{"5", "", "names no currency"},
		{"99999999999999999999", "EUR", "too large"},
		{"10000001m", "EUR", "too large"},
	}
	for _, test := range tests {
		if got, err := Parse(test.text, test.fallback); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseMoney(%q) = %v, %v; want an error with %q", test.text, got, err, test.want)
		}
	}
}

func TestMoneyAsText(t *testing.T) {
	tests := []struct {
		money         Amount
		text, decimal string
	}{
		{Amount{1200000, "EUR"}, "€12,000", "12000.00"},
		{Amount{1200050, "EUR"}, "€12,000.50", "12000.50"},
		{Amount{5, "USD"}, "$0.05", "0.05"},
		{Amount{1200, "JPY"}, "¥1,200", "1200"},
		{Amount{120000, "CHF"}, "CHF\u00a01,200", "1200.00"},
		{Amount{1234, "KWD"}, "KWD\u00a01.234", "1.234"},
		{Amount{-500, "EUR"}, "-€5", "-5.00"},
		{Amount{}, "0", "0"},
	}
	for _, test := range tests {
		if got := test.money.String(); got != test.text {
			t.Errorf("%+v is written %q, want %q", test.money, got, test.text)
		}
		if got := test.money.Decimal(); got != test.decimal {
			t.Errorf("%+v is written %q for files, want %q", test.money, got, test.decimal)
		}
	}
	data, err := json.Marshal(Amount{1200000, "EUR"})
	if want := `{"minor":1200000,"currency":"EUR"}`; err != nil || string(data) != want {
		t.Errorf("stored as %s, %v; want %s", data, err, want)
	}
}

func TestMoneyIsReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"EUR", "USD", "CAD", "JPY", "CHF", "KWD", "BRL", "INR"}).Draw(t, "currency")
		want := Amount{rapid.Int64Range(0, MaxMinor).Draw(t, "minor"), code}
		for _, text := range []string{want.String(), want.Decimal(), want.Decimal() + " " + code} {
			if got, err := Parse(text, code); err != nil || got != want {
				t.Fatalf("%q was read as %+v, %v; want %+v", text, got, err, want)
			}
		}
	})
}

func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"12000", "12.000,50", "€12k", "USD 1.2m", "12 000 kr", "(5)", "1'234.50", "Fr. 5"} {
		f.Add(seed, "EUR")
	}
	f.Fuzz(func(t *testing.T, text, fallback string) {
		money, err := Parse(text, fallback)
		if err != nil {
			return
		}
		if money.Minor < 0 || money.Minor > MaxMinor {
			t.Errorf("%q is out of range: %+v", text, money)
		}
		if again, err := Parse(money.String(), money.Currency); err != nil || again != money {
			t.Errorf("%q was read as %s, and that as %s: %v", text, money, again, err)
		}
	})
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]float64{
		"25%": 0.25, "25 %": 0.25, " 0.25 ": 0.25, "0,25": 0.25, "12,5%": 0.125, ".5": 0.5, "0": 0, "100%": 1,
		"70": 0.7, "1.5": 0.015, "70 percent": 0.7, "12,5 Prozent": 0.125, "1 in 4": 0.25, "1/4": 0.25, "100": 1,
	} {
		if got, err := ParseRate(text); err != nil || got != want {
			t.Errorf("ParseRate(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "%", "101", "101%", "5 in 4", "-5%", "NaN", "1e-1", "0x1p-2", "a quarter", "1.2.3"} {
		if got, err := ParseRate(text); err == nil || !strings.Contains(err.Error(), "like 25% or 0.25") {
			t.Errorf("ParseRate(%q) = %v, %v; want an error with an example", text, got, err)
		}
	}
	if _, err := ParseRate("1"); err == nil || !strings.Contains(err.Error(), "can be read as 1% or as 100%") {
		t.Errorf("1 is no question: %v", err)
	}
}

// A part is calculated in decimals, as it is written, and rounded once.
func TestAmountsAreMultipliedAndSharedExactly(t *testing.T) {
	of := func(minor int64) Amount { return Amount{Minor: minor, Currency: "EUR"} }
	for name, test := range map[string]struct{ got, want Amount }{
		"29 % of a euro":       {of(100).Times(0.29), of(29)},
		"1.15 of 10 cents":     {of(10).Times(1.15), of(12)},
		"0.285 of 10 euros":    {of(1000).Times(0.285), of(285)},
		"half a cent goes up":  {of(1).Times(0.5), of(1)},
		"a third of 90 euros":  {of(9000).Per(3), of(3000)},
		"half a cent each":     {of(5).Per(10), of(1)},
		"beyond all amounts":   {of(MaxMinor).Times(1e9), of(MaxMinor)},
		"a share of no number": {of(100).Times(math.NaN()), of(0)},
	} {
		if test.got != test.want {
			t.Errorf("%s: %v, want %v", name, test.got, test.want)
		}
	}
}
