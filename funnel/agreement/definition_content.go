package agreement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// content is what a field says, and how it is read.
type content struct {
	parts func(Definition) []fmt.Stringer // each is a line of the form
	read  func(*Definition, string) error
}

// TextLine is a line of a text that somebody wrote.
type TextLine string

// String is the line itself.
func (l TextLine) String() string { return string(l) }

func textLines(written string) []fmt.Stringer {
	var lines []fmt.Stringer
	for line := range strings.SplitSeq(written, "\n") {
		lines = append(lines, TextLine(line))
	}

	return lines
}

// prose is a field of what somebody wrote.
func prose(of func(*Definition) *string, clean func(string) (string, error)) content {
	return content{
		parts: func(d Definition) []fmt.Stringer { return textLines(*of(&d)) },
		read: func(d *Definition, written string) (err error) {
			*of(d), err = clean(written)
			return err
		},
	}
}

func cleanTitle(written string) (string, error) {
	name, err := fault.CleanLine("the name", written, maxDefinitionName)
	if err == nil && name == "" {
		err = fault.Invalid("The definition needs a name, such as `What we call a lead`.")
	}

	return name, err
}

func cleanPassage(written string) (string, error) {
	return fault.CleanNote("the text", written, maxPassage)
}

// texts is a field of texts, one a line.
func texts(of func(*Definition) *[]string) content {
	return content{
		parts: func(d Definition) []fmt.Stringer { return textLines(strings.Join(*of(&d), "\n")) },
		read: func(d *Definition, written string) error {
			return eachLine(written, func(line string) error {
				*of(d) = append(*of(d), line)
				_, err := fault.WithinLimit(fault.Quoted(line), line, maxListed)
				return err
			})
		},
	}
}

// list is a field of values, one a line; next reads one more of them.
func list[T fmt.Stringer](of func(*Definition) *[]T, next func(so Definition, line string) (T, error)) content {
	return content{
		parts: func(d Definition) []fmt.Stringer {
			parts := make([]fmt.Stringer, len(*of(&d)))
			for i, value := range *of(&d) {
				parts[i] = value
			}

			return parts
		},
		read: func(d *Definition, written string) error {
			return eachLine(written, func(line string) error {
				value, err := next(*d, line)
				if err == nil {
					*of(d) = append(*of(d), value)
				}

				return err
			})
		},
	}
}

// promise is a field of the service levels; nothing is written where nothing is
// promised.
func promise[T interface {
	comparable
	fmt.Stringer
}](of func(*ServiceLevels) *T, parse func(string) (T, error),
) content {
	return content{
		parts: func(d Definition) []fmt.Stringer {
			levels := d.ServiceLevels.InForce()
			var nothing T
			if value := *of(&levels); value != nothing {
				return []fmt.Stringer{value}
			}

			return nil
		},
		read: func(d *Definition, written string) (err error) {
			*of(&d.ServiceLevels), err = parse(written)
			return err
		},
	}
}

// eachLine reads the lines that say something. It gives what is wrong with the
// first that cannot be read, and goes on with the others.
func eachLine(written string, read func(line string) error) error {
	written, err := fault.CleanNote("the text", written, maxFormText)
	if err != nil {
		return err
	}

	for line := range strings.SplitSeq(written, "\n") {
		if line == "" {
			continue
		}

		if wrong := read(line); err == nil {
			err = wrong
		}
	}

	return err
}

func nextCriterion(so Definition, line string) (Criterion, error) {
	c, err := ParseCriterion(line)
	if err == nil && slices.ContainsFunc(so.Criteria, func(other Criterion) bool { return other.Key == c.Key }) {
		err = fault.Invalid("Two criteria have the key %s. Give one of them another.", c.Key)
	}

	return c, err
}

// fewEnough refuses more criteria than a form can ask for.
func fewEnough(d Definition) error {
	for _, stage := range gates {
		if n := len(d.CriteriaOf(stage)); n > maxPerStage {
			return fault.Invalid("There are %d criteria for %s. At most %d can be judged: take out %d.", n, stage, maxPerStage, n-maxPerStage)
		}
	}

	return nil
}

// reasons is the field of the reasons of one use.
func reasons(use ReasonUse, label string, of func(*Definition) *[]ReasonCode) Field {
	next := func(so Definition, line string) (ReasonCode, error) {
		r, err := parseReason(line)
		if err == nil && slices.ContainsFunc(so.Reasons.For(use), r.reads) {
			err = fault.Invalid("%s is there twice, as a code or as a label, so nobody could tell which is meant. Change one.", fault.Quoted(line))
		}

		return r, err
	}
	return Field{
		Name: string(use), Label: label, Max: maxFormText, Lines: true, content: list(of, next),
		check: func(d Definition) error {
			if len(d.Reasons.For(use)) == 0 {
				return fault.Invalid("At least one reason is needed, such as `timing | Not now`.")
			}

			return nil
		},
	}
}

// reads says whether two reasons could be taken for each other.
func (r ReasonCode) reads(other ReasonCode) bool {
	taken := []string{fault.FoldCode(other.Code), fault.FoldCode(other.Label)}
	return slices.Contains(taken, fault.FoldCode(r.Code)) || slices.Contains(taken, fault.FoldCode(r.Label))
}

// String writes the reason as parseReason reads it.
func (r ReasonCode) String() string {
	line := r.Code + " | " + r.Label
	if r.NoteRequired {
		line += " | note"
	}

	return line
}

func parseReason(line string) (ReasonCode, error) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = fault.Tidy(parts[i])
	}

	wrong := fault.Invalid("%s is not a reason. Expected a code and a label, and the word note where one is needed, such as `other | Other | note`.", fault.Quoted(line))
	if len(parts) < 2 || len(parts) > 3 || parts[1] == "" || len(parts) == 3 && !strings.EqualFold(parts[2], "note") {
		return ReasonCode{}, wrong
	}

	r := ReasonCode{Code: strings.ToLower(parts[0]), Label: parts[1], NoteRequired: len(parts) == 3}
	if !keyPattern.MatchString(r.Code) {
		return r, fault.Invalid("%s is not a code. Expected a short word of letters, digits and _ that begins with a letter, such as `company_size`.", fault.Quoted(parts[0]))
	}

	_, err := fault.WithinLimit(fault.Quoted(r.Label), r.Label, maxReasonLabel)
	return r, err
}

// maxHotRules is how many rules may make a lead hot.
const maxHotRules = 10

func nextHotRule(so Definition, line string) (Rule, error) {
	rule, err := ParseRule(line)
	if err == nil && len(so.Hot) == maxHotRules {
		err = fault.Invalid("There are more than %d rules. What is hot has to be rare; take some out.", maxHotRules)
	}

	return rule, err
}

// StageLabel is what this company calls a stage.
type StageLabel struct {
	Stage Stage
	Label string
}

// String writes the label as parseLabel reads it.
func (l StageLabel) String() string { return string(l.Stage) + " = " + l.Label }

var stageLabels = content{
	parts: func(d Definition) []fmt.Stringer {
		var parts []fmt.Stringer
		for _, stage := range Stages {
			if label := d.Labels[stage]; label != "" {
				parts = append(parts, StageLabel{stage, label})
			}
		}

		return parts
	},
	read: func(d *Definition, written string) error {
		return eachLine(written, func(line string) error {
			l, err := nextLabel(*d, line)
			if err != nil {
				return err
			}

			if d.Labels == nil {
				d.Labels = map[Stage]string{}
			}

			d.Labels[l.Stage] = l.Label
			return nil
		})
	},
}

func nextLabel(so Definition, line string) (StageLabel, error) {
	l, err := parseLabel(line)
	if err != nil {
		return l, err
	}

	if named, err := ParseStage(l.Label); err == nil && named != l.Stage {
		return l, fault.Invalid("%s gives a stage the name of another, so that nobody could tell them apart. Choose another name.", fault.Quoted(line))
	}

	for other, taken := range so.Labels {
		if other == l.Stage || strings.EqualFold(taken, l.Label) {
			return l, fault.Invalid("%s names a stage that has a name already, or gives two stages the same one. Change one.", fault.Quoted(line))
		}
	}

	return l, nil
}

func parseLabel(line string) (StageLabel, error) {
	name, label, _ := strings.Cut(line, "=")
	label = fault.Tidy(label)
	stage, err := ParseStage(fault.Tidy(name))
	if err != nil || label == "" {
		return StageLabel{}, fault.Invalid("%s gives no stage a name. Expected a stage and its name, such as `mql = Marketing lead`. The stages are %s.", fault.Quoted(line), stageList())
	}

	label, err = fault.WithinLimit(fmt.Sprintf("the name of %s", stage), label, maxStageLabel)
	return StageLabel{stage, label}, err
}
