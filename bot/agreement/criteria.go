package agreement

import (
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// details are what meets a criterion, and what that means.
func details(c agreement.Criterion) string {
	expected, means := c.Expects(), Worth(c)
	if c.Kind == agreement.CriterionRule {
		expected = ruleInWords(c.Rule)
	}

	switch {
	case expected != "" && means != "":
		return expected + ", " + means
	case c.Kind == agreement.CriterionRule:
		return expected
	case means == "":
		means = IfKnown
	}

	return strings.TrimPrefix(expected+", "+means, ", ")
}

// IfKnown says of a criterion that it counts only where the answer is known.
const IfKnown = "if known"

// Worth says what meeting a criterion means; empty where it decides nothing.
func Worth(c agreement.Criterion) string {
	switch {
	case c.Required:
		return "required"
	case c.Weight > 0:
		return kit.Counted(c.Weight, "point")
	}

	return ""
}

// takesPoints is the pass mark of a stage, for its title.
func takesPoints(d agreement.Definition, stage agreement.Stage) string {
	if mark := d.PassMarks[stage]; mark > 0 {
		return ", with " + kit.Counted(mark, "point")
	}

	return ""
}
