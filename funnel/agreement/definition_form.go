package agreement

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

// Form is a definition as people write it: a text for each field,
// by the field's name.
type Form map[string]string

// Field is one field of the definition. The table of them is all that
// the form, the text that is signed, the comparison and the help go by.
type Field struct {
	Name     string
	Label    string
	Max      int  // characters of its text in the form
	Lines    bool // several lines
	Optional bool // may be left blank

	content
	check func(Definition) error // of what can be seen only when all fields are read; nil where nothing is
}

// Fields are the fields in the order in which they are read.
var Fields = []Field{
	{
		Name: "name", Label: "Name", Max: maxDefinitionName,
		content: prose(func(d *Definition) *string { return &d.Name }, cleanTitle),
	},
	{
		Name: "ideal_customer", Label: "Ideal customer", Max: maxPassage, Lines: true, Optional: true,
		content: prose(func(d *Definition) *string { return &d.IdealCustomer }, cleanPassage),
	},
	{
		Name: "personas", Label: "Personas", Max: 2000, Lines: true, Optional: true,
		content: texts(func(d *Definition) *[]string { return &d.Personas }),
	},
	{
		Name: "need", Label: "The need we solve", Max: maxPassage, Lines: true, Optional: true,
		content: prose(func(d *Definition) *string { return &d.Need }, cleanPassage),
	},
	{
		Name: "criteria", Label: "Criteria", Max: maxFormText, Lines: true, Optional: true,
		content: list(func(d *Definition) *[]Criterion { return &d.Criteria }, nextCriterion), check: fewEnough,
	},
	{Name: "points", Label: "Points needed", Max: 200, Lines: true, Optional: true, content: passMarks},
	{
		Name: "disqualifiers", Label: "Never a customer", Max: 2000, Lines: true, Optional: true,
		content: texts(func(d *Definition) *[]string { return &d.Disqualifiers }),
	},
	reasons(WhyRejected, "Reasons to reject", func(d *Definition) *[]ReasonCode { return &d.Reasons.Reject }),
	reasons(WhyLost, "Reasons for a loss", func(d *Definition) *[]ReasonCode { return &d.Reasons.Lost }),
	reasons(WhyDisqualified, "Reasons to disqualify", func(d *Definition) *[]ReasonCode { return &d.Reasons.Disqualify }),
	{
		Name: "accept", Label: "Accept or reject within", Max: maxPromise,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.Accept }, calendar.ParseWorkingTime),
	},
	{
		Name: "first_touch", Label: "First touch within", Max: maxPromise,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.FirstTouch }, calendar.ParseWorkingTime),
	},
	{
		Name: "first_touch_hot", Label: "First touch of a hot lead within", Max: maxPromise, Optional: true,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.FirstTouchHot }, calendar.ParseWorkingTime),
	},
	{
		Name: "first_touch_other", Label: "First touch of sales' own finds within", Max: maxPromise, Optional: true,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.FirstTouchOther },
			calendar.ParseWorkingTime),
	},
	{
		Name: "hot", Label: "Handed off as hot", Max: 1000, Lines: true, Optional: true,
		content: list(func(d *Definition) *[]Rule { return &d.Hot }, nextHotRule),
	},
	{
		Name: "depth", Label: "Attempts to reach a lead", Max: maxPromise, Optional: true,
		content: promise(func(s *ServiceLevels) *Depth { return &s.Depth }, ParseDepth),
	},
	{
		Name: "update", Label: "An update every", Max: maxPromise,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.Update }, calendar.ParseWorkingTime),
	},
	{
		Name: "escalate_after", Label: "Escalate after another", Max: maxPromise,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.EscalateAfter }, calendar.ParseWorkingTime),
	},
	{
		Name: "answer", Label: "Answer a question within", Max: maxPromise,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.Answer }, calendar.ParseWorkingTime),
	},
	{
		Name: "window", Label: "Window for an answer to a handoff", Max: maxPromise, check: answerable,
		content: promise(func(s *ServiceLevels) *calendar.WorkingTime { return &s.Window }, calendar.ParseWorkingTime),
	},
	{
		Name: "on_window_end", Label: "When nobody has answered by then", Max: maxPromise,
		content: promise(func(s *ServiceLevels) *WindowEnd { return &s.OnWindowEnd }, ParseWindowEnd),
	},
	{Name: "labels", Label: "Names of stages", Max: 1000, Lines: true, Optional: true, content: stageLabels},
}

// Limits of the form. Slack takes no longer text in one field.
const (
	maxDefinitionName = 80
	maxPassage        = 800
	maxFormText       = 3000
	maxPromise        = 40
	maxListed         = 200 // characters of a persona or a disqualifier
	maxReasonLabel    = 75
	maxStageLabel     = 40
)

// Form writes the definition as Parse reads it.
func (d Definition) Form() Form {
	form := Form{}
	for _, f := range Fields {
		form[f.Name] = f.write(d)
	}

	return form
}

// Parse reads a form. Every field that is wrong is named.
func Parse(form Form) (Definition, error) {
	d := Definition{RecordRevision: 1}
	var faults fault.FieldFaults
	for _, f := range Fields {
		if written := form[f.Name]; !f.Optional || fault.Tidy(written) != "" {
			faults.See(f.Name, f.read(&d, written))
		}
	}

	unread := slices.Clone(faults)
	for _, f := range Fields {
		if !unread.Of(f.Name) {
			faults.See(f.Name, f.suits(d))
		}
	}

	for _, name := range slices.Sorted(maps.Keys(form)) {
		if !slices.ContainsFunc(Fields, func(f Field) bool { return f.Name == name }) {
			faults.See(name, fault.Invalid("%s is not a field of the definition.", fault.Quoted(name)))
		}
	}

	if len(faults) > 0 {
		return Definition{}, fault.WrongInput(faults)
	}

	return d, nil
}

// write is the text of the field in the form.
func (f Field) write(d Definition) string {
	parts := f.parts(d)
	lines := make([]string, len(parts))
	for i, part := range parts {
		lines[i] = part.String()
	}

	return strings.Join(lines, "\n")
}

// suits looks at a field when all of them are read.
func (f Field) suits(d Definition) error {
	if f.check != nil {
		if err := f.check(d); err != nil {
			return err
		}
	}

	_, err := fault.WithinLimit(f.Label, f.write(d), f.Max)
	return err
}
