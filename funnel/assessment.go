package funnel

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/stats"
)

// Answer is what somebody said to a criterion that only people can judge.
type Answer struct {
	Value      string     `json:"value"` // yes or no, one of the choices, a number, or a text
	By         ref.UserID `json:"by"`
	At         time.Time  `json:"at"`
	Definition int        `json:"definition"` // the version that asked
}

// Case is what somebody says for a lead to enter a stage.
type Case struct {
	Answers  map[string]string // by the key of the criterion; a blank one takes an earlier answer back
	Override string            // why it enters although criteria are not met
}

// MaxOverride is how long the reason of an override may be, in runes.
const MaxOverride = 300

// OverrideField is the field of a form for the reason of an override.
const OverrideField = "override"

// takeAnswers takes over what was said to the criteria of a stage, and gives what
// changed. What is not asked is left out: the form was of another version.
func (d *decision) takeAnswers(stage agreement.Stage, given map[string]string) (changed map[string]string, err error) {
	var wrong []fault.FieldError
	for _, c := range d.policy.Definition.Asked(stage) {
		text, ok := given[c.Key]
		if !ok {
			continue
		}

		value, err := c.Read(text)
		if err != nil {
			wrong = append(wrong, fault.FieldError{Field: agreement.AnswerField(c.Key), Text: fault.UserText(err)})
			continue
		}

		if value == d.lead.Answers[c.Key].Value {
			continue
		}

		if changed == nil {
			changed = map[string]string{}
		}

		changed[c.Key] = value
		d.keepAnswer(c.Key, Answer{Value: value, By: d.act.By.ID, At: d.act.At, Definition: d.policy.Definition.Version})
	}

	d.forgetUnasked()
	return changed, fault.WrongInput(wrong)
}

func (d *decision) keepAnswer(key string, a Answer) {
	if a.Value == "" {
		delete(d.lead.Answers, key)
		return
	}

	if d.lead.Answers == nil {
		d.lead.Answers = map[string]Answer{}
	}

	d.lead.Answers[key] = a
}

// forgetUnasked drops the answers to what the definition no longer asks. The
// journal keeps them.
func (d *decision) forgetUnasked() {
	asked := map[string]bool{}
	for _, c := range d.policy.Definition.Criteria {
		asked[c.Key] = c.Kind != agreement.CriterionRule
	}

	maps.DeleteFunc(d.lead.Answers, func(key string, _ Answer) bool { return !asked[key] })
}

// judge says how a criterion stands on a lead, and what value decided. An answer
// of an earlier version that is none to this question is passed over.
func judge(l Lead, c agreement.Criterion) Judgement {
	if c.Kind == agreement.CriterionRule {
		verdict, value := meets(l, c.Rule)
		return Judgement{Criterion: c, Verdict: verdict, Value: value}
	}

	value, err := c.Read(l.Answers[c.Key].Value)
	switch {
	case err != nil || value == "":
		return Judgement{Criterion: c}
	case c.Meets(value):
		return Judgement{Criterion: c, Verdict: agreement.VerdictMet, Value: value}
	}

	return Judgement{Criterion: c, Verdict: agreement.VerdictUnmet, Value: value}
}

// Judgement is how one criterion stands on a lead.
type Judgement struct {
	Criterion agreement.Criterion
	Verdict   agreement.Verdict
	Value     string // that decided; empty where nothing is known
}

// lack says in words what a criterion misses: "budget is “5000” (expected at
// least 10000)".
func (j Judgement) lack() string {
	c, expected := j.Criterion, ""
	if text := c.Expects(); text != "" && c.Kind != agreement.CriterionRule {
		expected = " (expected " + text + ")"
	}

	switch {
	case c.Kind == agreement.CriterionRule && j.Value == "":
		return c.Rule.Field + " is not known"
	case c.Kind == agreement.CriterionRule:
		return c.Rule.Field + " is " + fault.Quoted(j.Value) + " (expected: " + cmp.Or(c.Rule.String(), c.Key) + ")"
	case j.Verdict == agreement.VerdictOpen:
		return c.Key + " is not answered"
	}

	return c.Key + " is " + fault.Quoted(j.Value) + expected
}

// Assessment is how a lead stands by all criteria of a stage.
type Assessment struct {
	Stage      agreement.Stage
	Judgements []Judgement // in the order of the definition
	Points     int         // sum of the weights of what is met
	Possible   int         // sum of all weights
	Needed     int         // the pass mark; 0 where there is none
}

// Assess judges the lead by the criteria of a stage. It is total: whatever is
// not known is open, and brings no points.
func (l Lead) Assess(d agreement.Definition, stage agreement.Stage) Assessment {
	a := Assessment{Stage: stage, Needed: d.PassMarks[stage], Possible: d.Possible(stage)}
	for _, c := range d.CriteriaOf(stage) {
		j := judge(l, c)
		if j.Verdict == agreement.VerdictMet {
			a.Points += c.Weight
		}

		a.Judgements = append(a.Judgements, j)
	}

	return a
}

// Lacking are the required criteria that are not met.
func (a Assessment) Lacking() []Judgement {
	return slices.DeleteFunc(slices.Clone(a.Judgements), func(j Judgement) bool {
		return !j.Criterion.Required || j.Verdict == agreement.VerdictMet
	})
}

// Short says whether points are missing.
func (a Assessment) Short() bool { return a.Points < a.Needed }

// Passes says whether the stage may be entered without an override.
func (a Assessment) Passes() bool { return len(a.Lacking()) == 0 && !a.Short() }

// MayBlock says whether answers that can still be given decide: whether a
// form about it has to offer an override.
func (a Assessment) MayBlock() bool {
	return a.Needed > 0 || slices.ContainsFunc(a.Judgements, func(j Judgement) bool {
		answerable := j.Criterion.Kind != agreement.CriterionRule || j.Verdict != agreement.VerdictMet
		return j.Criterion.Required && answerable
	})
}

// unmet are the keys of what is not met, for the journal.
func (a Assessment) unmet() []string {
	var keys []string
	for _, j := range a.Lacking() {
		keys = append(keys, j.Criterion.Key)
	}

	if a.Short() {
		keys = append(keys, agreement.PointsKey)
	}

	return keys
}

// Judged is how a lead stood when it entered a stage: what later versions and
// corrections do not change.
type Judged struct {
	Definition int     `json:"definition"`
	Checks     []Check `json:"checks,omitempty"`
	Points     int     `json:"points,omitempty"`
	Possible   int     `json:"possible,omitempty"`
	Needed     int     `json:"needed,omitempty"`
	Override   string  `json:"override,omitempty"` // the reason why it entered all the same
}

// Check is how one criterion stood.
type Check struct {
	Key     string            `json:"key"`
	Verdict agreement.Verdict `json:"verdict,omitempty"`
	Value   string            `json:"value,omitempty"` // its beginning
	Counts  bool              `json:"counts,omitempty"`
}

// maxChecked is how much of a value a check keeps, in runes.
const maxChecked = 40

// passed is how a lead came to enter a stage.
type passed struct {
	answered map[string]string
	override string
	unmet    []string
}

// write puts into the journal by what the stage was entered.
func (p passed) write(e *Entry) { e.Answers, e.Override, e.Unmet = p.answered, p.override, p.unmet }

// ErrNotMet marks the refusal of a stage whose criteria are not met.
var ErrNotMet = errors.New("criteria are not met")

// admit takes over the answers and lets the lead into a stage where required
// criteria are met and points suffice, or where a reason overrides them.
func (d *decision) admit(stage agreement.Stage, c Case) (passed, error) {
	answered, err := d.takeAnswers(stage, c.Answers)
	if err != nil {
		return passed{}, err
	}

	override, err := fault.CleanNote("The reason", c.Override, MaxOverride)
	if err != nil {
		return passed{}, fault.InvalidField(OverrideField, err)
	}

	a := d.lead.Assess(d.policy.Definition, stage)
	if a.Passes() {
		override = ""
	} else if override == "" {
		return passed{}, d.blocked(a)
	}

	d.keepJudged(a, override)
	return passed{answered: answered, override: override, unmet: a.unmet()}, nil
}

func (d *decision) keepJudged(a Assessment, override string) {
	delete(d.lead.Judged, a.Stage)
	if len(a.Judgements) == 0 {
		return
	}

	judged := Judged{
		Definition: d.policy.Definition.Version, Points: a.Points, Possible: a.Possible, Needed: a.Needed,
		Override: override,
	}
	for _, j := range a.Judgements {
		value := []rune(j.Value)
		if len(value) > maxChecked {
			value = append(value[:maxChecked-1], '…')
		}

		judged.Checks = append(judged.Checks, Check{
			Key: j.Criterion.Key, Verdict: j.Verdict, Value: string(value), Counts: j.Criterion.Required ||
				j.Criterion.Weight > 0,
		})
	}

	if d.lead.Judged == nil {
		d.lead.Judged = map[agreement.Stage]Judged{}
	}

	d.lead.Judged[a.Stage] = judged
}

// steps are what a stage is entered by, in sentences.
var steps = map[agreement.Stage]struct {
	done string
	task fault.Task
}{
	agreement.MQL: {"handed off", fault.ToHandOffLead},
	agreement.SQL: {"qualified", fault.ToQualifyLead},
}

// blocked says what is missing, and how to go on. In a form each lack stands
// on its field; what cannot be answered stands where it can be overridden.
func (d *decision) blocked(a Assessment) error {
	var lacks, rest []string
	var fields []fault.FieldError
	for _, j := range a.Lacking() {
		lacks = append(lacks, j.lack())
		if j.Criterion.Kind == agreement.CriterionRule {
			rest = append(rest, fault.Capitalised(j.lack())+". ")
			continue
		}

		fields = append(fields, fault.FieldError{
			Field: agreement.AnswerField(j.Criterion.Key),
			Text:  "This is required: " + j.lack() + ". Correct it, or give a reason at the end.",
		})
	}

	if a.Short() {
		points := fmt.Sprintf("it has %s, and %d are needed", a.score(), a.Needed)
		lacks = append(lacks, points)
		rest = append(rest, fault.Capitalised(points)+". ")
	}

	if len(rest) > 0 {
		fields = append(fields, fault.FieldError{Field: OverrideField, Text: strings.Join(rest, "") + "Complete what is missing, or say here why it is right all the same."})
	}

	step, id := steps[a.Stage], d.lead.ID
	text := fmt.Sprintf("%s is not %s yet: %s. ", id, step.done, strings.Join(lacks, "; "))
	if examples := a.examples(); len(examples) > 0 {
		text += fmt.Sprintf("Answer with %s. ", step.task.Way(append([]any{id}, examples...)...))
	}

	text += fmt.Sprintf("If it is right all the same, say why with %s.", fault.Option(OverrideField, `"…"`))
	return &fault.Error{Kind: fault.KindInvalid, Text: text, Fields: fields, Err: ErrNotMet}
}

// score is "3 of 9 points".
func (a Assessment) score() string {
	return fmt.Sprintf("%d of %s", a.Points, stats.Counted(int64(a.Possible), "point"))
}

// examples are answers that would help: all that are required, else the first
// that brings points.
func (a Assessment) examples() []any {
	var required, points []any
	for _, j := range a.Judgements {
		c := j.Criterion
		switch {
		case c.Kind == agreement.CriterionRule || j.Verdict == agreement.VerdictMet:
		case c.Required:
			required = append(required, c.Example())
		case c.Weight > 0 && points == nil && a.Short():
			points = []any{c.Example()}
		}
	}

	if len(required) == 0 {
		return points
	}

	return required
}
