package agreement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// PassMark is how many points a stage takes.
type PassMark struct {
	Stage  Stage
	Points int
}

// String writes the mark as parseMark reads it.
func (m PassMark) String() string { return string(m.Stage) + " = " + strconv.Itoa(m.Points) }

var passMarks = content{
	parts: func(d Definition) []fmt.Stringer {
		var parts []fmt.Stringer
		for _, stage := range gates {
			if points := d.PassMarks[stage]; points > 0 {
				parts = append(parts, PassMark{stage, points})
			}
		}

		return parts
	},
	read: func(d *Definition, written string) error {
		return eachLine(written, func(line string) error {
			mark, err := nextMark(*d, line)
			if err != nil {
				return err
			}

			if d.PassMarks == nil {
				d.PassMarks = map[Stage]int{}
			}

			d.PassMarks[mark.Stage] = mark.Points
			return nil
		})
	},
}

func nextMark(so Definition, line string) (PassMark, error) {
	mark, err := parseMark(line)
	if err != nil {
		return mark, err
	}

	if _, twice := so.PassMarks[mark.Stage]; twice {
		return mark, fault.Invalid("%s says a second time how many points %s takes. Take one line out.", fault.Quoted(line), mark.Stage)
	}

	if possible := so.Possible(mark.Stage); mark.Points > possible {
		return mark, fault.Invalid("The criteria of %s bring only %d points together, so %d cannot be asked for. Lower it, or give weights such as `fit(3)`.",
			mark.Stage, possible, mark.Points)
	}

	return mark, nil
}

func parseMark(line string) (PassMark, error) {
	name, points, _ := strings.Cut(line, "=")
	stage, err := ParseStage(name)
	mark, notNumber := strconv.Atoi(strings.TrimSpace(points))
	if err != nil || !slices.Contains(gates, stage) || notNumber != nil || mark < 1 {
		return PassMark{}, fault.Invalid("%s does not say how many points a stage takes. Expected mql or sql and a number from 1 on, such as `mql = 6`.", fault.Quoted(line))
	}

	return PassMark{stage, mark}, nil
}

// Possible is how many points the criteria of a stage bring together.
func (d Definition) Possible(stage Stage) int {
	points := 0
	for _, c := range d.CriteriaOf(stage) {
		points += c.Weight
	}

	return points
}

// CriteriaOf are the criteria that are judged before a stage is entered.
func (d Definition) CriteriaOf(stage Stage) []Criterion {
	var out []Criterion
	for _, c := range d.Criteria {
		if c.Stage == stage {
			out = append(out, c)
		}
	}

	return out
}

// Asked are the criteria of a stage that only people can answer.
func (d Definition) Asked(stage Stage) []Criterion {
	return slices.DeleteFunc(d.CriteriaOf(stage), func(c Criterion) bool { return c.Kind == CriterionRule })
}
