package stats

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel/fault"
)

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]float64{
		"1200": 1200, "1,200": 1200, "1 200": 1200, "1'200": 1200, "1.200.000": 1200000, "1,200,000": 1200000, "4.6": 4.6, "4,6": 4.6,
		"4.65": 4.65, "0.125": 0.125, "1.200,5": 1200.5, "1,200.5": 1200.5, "1.2k": 1200, "1,5 Mio.": 1500000, "12k": 12000, "-3": -3,
		" 7 ": 7, ".5": 0.5, "1.234k": 1234,
	} {
		if got, err := ParseNumber(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}

	for text, want := range map[string]string{
		"5.200": "can be read as 5,200 or as 5.2. Write `5200` or `5.2`.", "12.345": "as 12,345 or as 12.345",
		"": "not a number", "lots": "not a number", "1.2.3": "not a number", "1,2,3": "not a number", "1e6": "not a number", "NaN": "not a number",
		"9999999999999999": "not a number",
	} {
		if got, err := ParseNumber(text); err == nil || !strings.Contains(fault.UserText(err), want) {
			t.Errorf("%q: got %v, %v; want %q", text, got, err, want)
		}
	}
}

func TestWholeNumbersAreReadWithPointsBetweenThousands(t *testing.T) {
	for text, want := range map[string]float64{"5.200": 5200, "5,200": 5200, "5 200": 5200, "5.2k": 5200, "12": 12, "5.0": 5} {
		if got, err := ParseWhole(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}

	for _, text := range []string{"5.2", "5,2", "0.500", "1.2345", "soon"} {
		if got, err := ParseWhole(text); err == nil {
			t.Errorf("%q: got %v, want a refusal", text, got)
		}
	}
}

func TestNumbersAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := float64(rapid.IntRange(0, 999_999_999).Draw(t, "whole"))
		for _, text := range []string{Thousands(whole), ShortNumber(whole), strings.ReplaceAll(Thousands(whole), ",", ".")} {
			if got, err := ParseWhole(text); err != nil || got != whole {
				t.Fatalf("%q was read as %v, %v", text, got, err)
			}
		}

		short := AsShortNumber(rapid.Float64Range(0, 1e6).Draw(t, "number"))
		if got, err := ParseNumber(ShortNumber(short)); err != nil || got != short {
			t.Fatalf("%q was read as %v, %v", ShortNumber(short), got, err)
		}
	})
}
