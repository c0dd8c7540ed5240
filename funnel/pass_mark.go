package funnel

import (
	"slices"
	"strconv"
	"strings"
)

// markLines write pass marks as marks reads them.
func markLines(marks map[Stage]int) string {
	var lines []string
	for _, stage := range gates {
		if mark := marks[stage]; mark > 0 {
			lines = append(lines, string(stage)+" = "+strconv.Itoa(mark))
		}
	}
	return strings.Join(lines, "\n")
}

// marks reads how many points each stage takes.
func (p *formParser) marks(d Definition) map[Stage]int {
	var out map[Stage]int
	for _, line := range p.lines("points") {
		stage, mark, err := parseMark(line)
		if _, twice := out[stage]; err == nil && twice {
			err = Invalid("%s says a second time how many points %s takes. Take one line out.", quoted(line), stage)
		}
		if possible := d.possible(stage); err == nil && mark > possible {
			err = Invalid("The criteria of %s bring only %d points together, so %d cannot be asked for. Lower it, or give weights such as `fit(3)`.", stage, possible, mark)
		}
		if err != nil {
			p.wrong("points", err)
			continue
		}
		if out == nil {
			out = map[Stage]int{}
		}
		out[stage] = mark
	}
	return out
}

func parseMark(line string) (Stage, int, error) {
	name, points, _ := strings.Cut(line, "=")
	stage, err := ParseStage(name)
	mark, notNumber := strconv.Atoi(strings.TrimSpace(points))
	if err != nil || !slices.Contains(gates, stage) || notNumber != nil || mark < 1 {
		return "", 0, Invalid("%s does not say how many points a stage takes. Expected mql or sql and a number from 1 on, such as `mql = 6`.", quoted(line))
	}
	return stage, mark, nil
}

// possible is how many points the criteria of a stage bring together.
func (d Definition) possible(stage Stage) int {
	points := 0
	for _, c := range d.CriteriaOf(stage) {
		points += c.Weight
	}
	return points
}

// CriteriaOf are the criteria that are judged before a stage is entered.
func (d Definition) CriteriaOf(stage Stage) []Criterion { return criteriaOf(d.Criteria, stage) }

func criteriaOf(criteria []Criterion, stage Stage) []Criterion {
	var out []Criterion
	for _, c := range criteria {
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
