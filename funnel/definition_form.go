package funnel

import (
	"fmt"
	"slices"
	"strings"
)

// DefinitionForm is a definition as people write it: a text for each field,
// by the field's name.
type DefinitionForm map[string]string

// DefinitionField is one field of the form.
type DefinitionField struct {
	Name  string
	Label string
	Max   int  // characters
	Lines bool // several lines
}

// DefinitionFields are the fields in the order in which they are read.
var DefinitionFields = []DefinitionField{
	{"name", "Name", 80, false},
	{"ideal_customer", "Ideal customer", maxNote, true},
	{"personas", "Personas", 2000, true},
	{"need", "The need we solve", maxNote, true},
	{"criteria", "Criteria", maxFormText, true},
	{"points", "Points needed", 200, true},
	{"disqualifiers", "Never a customer", 2000, true},
	{"reject", "Reasons to reject", maxFormText, true},
	{"lost", "Reasons for a loss", maxFormText, true},
	{"disqualify", "Reasons to disqualify", maxFormText, true},
	{"accept", "Accept or reject within", maxPromise, false},
	{"first_touch", "First touch within", maxPromise, false},
	{"first_touch_hot", "First touch of a hot lead within", maxPromise, false},
	{"first_touch_other", "First touch of sales' own finds within", maxPromise, false},
	{"hot", "Handed off as hot", 1000, true},
	{"depth", "Attempts to reach a lead", maxPromise, false},
	{"update", "An update every", maxPromise, false},
	{"escalate_after", "Escalate after another", maxPromise, false},
	{"answer", "Answer a question within", maxPromise, false},
	{"window", "Window for an answer to a handoff", maxPromise, false},
	{"on_window_end", "When nobody has answered by then", maxPromise, false},
	{"labels", "Names of stages", 1000, true},
}

// Limits of the form. Slack takes no longer text in one field.
const (
	maxFormText    = 3000
	maxPromise     = 40
	maxListed      = 200 // characters of a persona or a disqualifier
	maxReasonLabel = 75
	maxStageLabel  = 40
)

// Form writes the definition as ParseDefinition reads it.
func (d Definition) Form() DefinitionForm {
	form := DefinitionForm{
		"name": d.Name, "ideal_customer": d.IdealCustomer, "need": d.Need,
		"personas": strings.Join(d.Personas, "\n"), "disqualifiers": strings.Join(d.Disqualifiers, "\n"),
		"reject": reasonLines(d.Reasons.Reject), "lost": reasonLines(d.Reasons.Lost), "disqualify": reasonLines(d.Reasons.Disqualify),
		"accept": d.ServiceLevels.Accept.String(), "first_touch": d.ServiceLevels.FirstTouch.String(),
		"first_touch_hot": d.ServiceLevels.FirstTouchHot.written(), "first_touch_other": d.ServiceLevels.FirstTouchOther.written(),
		"depth": d.ServiceLevels.Depth.String(), "hot": ruleLines(d.Hot),
		"update": d.ServiceLevels.Update.String(), "escalate_after": d.ServiceLevels.EscalateAfter.String(),
		"answer": d.ServiceLevels.answer().String(),
		"window": d.ServiceLevels.window().String(), "on_window_end": string(d.ServiceLevels.AtWindowEnd()),
	}
	criteria := make([]string, len(d.Criteria))
	for i, c := range d.Criteria {
		criteria[i] = c.Line()
	}
	form["criteria"], form["points"] = strings.Join(criteria, "\n"), markLines(d.PassMarks)
	var labels []string
	for _, s := range Stages {
		if label := d.Labels[s]; label != "" {
			labels = append(labels, string(s)+" = "+label)
		}
	}
	form["labels"] = strings.Join(labels, "\n")
	return form
}

func ruleLines(rules []Rule) string {
	lines := make([]string, len(rules))
	for i, r := range rules {
		lines[i] = r.String()
	}
	return strings.Join(lines, "\n")
}

func reasonLines(reasons []ReasonCode) string {
	lines := make([]string, len(reasons))
	for i, r := range reasons {
		lines[i] = r.Code + " | " + r.Label
		if r.NoteRequired {
			lines[i] += " | note"
		}
	}
	return strings.Join(lines, "\n")
}

// ParseDefinition reads a form. Every field that is wrong is named.
func ParseDefinition(form DefinitionForm) (Definition, error) {
	p := formParser{form: form}
	d := Definition{
		RecordRevision: 1, Name: p.line("name"), IdealCustomer: p.note("ideal_customer"), Personas: p.list("personas"), Need: p.note("need"),
		Criteria: p.criteria(), Disqualifiers: p.list("disqualifiers"),
		Reasons: Reasons{Reject: p.reasons("reject"), Lost: p.reasons("lost"), Disqualify: p.reasons("disqualify")},
		ServiceLevels: ServiceLevels{
			Accept: p.promise("accept"), FirstTouch: p.promise("first_touch"),
			FirstTouchHot: p.optionalPromise("first_touch_hot"), FirstTouchOther: p.optionalPromise("first_touch_other"), Depth: p.depth(),
			Update: p.promise("update"), EscalateAfter: p.promise("escalate_after"), Answer: p.promise("answer"),
			Window: p.promise("window"), OnWindowEnd: p.windowEnd("on_window_end"),
		},
		Hot:    p.hot(),
		Labels: p.labels(),
	}
	d.PassMarks = p.marks(d)
	p.answerable(d.ServiceLevels)
	if d.Name == "" {
		p.wrong("name", Invalid("The definition needs a name, such as `What we call a lead`."))
	}
	if len(p.problems) > 0 {
		return Definition{}, wrongInput(p.problems)
	}
	written := d.Form()
	for _, f := range DefinitionFields {
		if _, err := withinLimit(f.Label, written[f.Name], f.Max); err != nil {
			p.wrong(f.Name, err)
		}
	}
	return d, wrongInput(p.problems)
}

// formParser reads a form field by field and collects what is wrong: the
// first problem of each field.
type formParser struct {
	form     DefinitionForm
	problems []FieldError
}

func (p *formParser) wrong(field string, err error) {
	if slices.ContainsFunc(p.problems, func(f FieldError) bool { return f.Field == field }) {
		return
	}
	text := UserText(err)
	if text == "" {
		text = sentence(err)
	}
	p.problems = append(p.problems, FieldError{field, text})
}

func (p *formParser) line(field string) string {
	text, err := CleanLine("the name", p.form[field], 80)
	if err != nil {
		p.wrong(field, err)
	}
	return text
}

func (p *formParser) note(field string) string {
	text, err := CleanNote("the text", p.form[field], maxNote)
	if err != nil {
		p.wrong(field, err)
	}
	return text
}

// lines are the lines of a field that say something.
func (p *formParser) lines(field string) []string {
	text, err := CleanNote("the text", p.form[field], maxFormText)
	if err != nil {
		p.wrong(field, err)
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (p *formParser) list(field string) []string {
	lines := p.lines(field)
	for _, line := range lines {
		if _, err := withinLimit(quoted(line), line, maxListed); err != nil {
			p.wrong(field, err)
		}
	}
	return lines
}

func (p *formParser) criteria() []Criterion {
	var out []Criterion
	for _, line := range p.lines("criteria") {
		c, err := ParseCriterion(line)
		if err == nil && slices.ContainsFunc(out, func(other Criterion) bool { return other.Key == c.Key }) {
			err = Invalid("Two criteria have the key %s. Give one of them another.", c.Key)
		}
		if err != nil {
			p.wrong("criteria", err)
			continue
		}
		out = append(out, c)
	}
	for _, stage := range gates {
		if n := len(criteriaOf(out, stage)); n > maxPerStage {
			p.wrong("criteria", Invalid("There are %d criteria for %s. At most %d can be judged: take out %d.", n, stage, maxPerStage, n-maxPerStage))
		}
	}
	return out
}

func (p *formParser) reasons(field string) []ReasonCode {
	var out []ReasonCode
	taken := map[string]bool{}
	for _, line := range p.lines(field) {
		r, err := parseReason(line)
		code, label := foldCode(r.Code), foldCode(r.Label)
		if err == nil && (taken[code] || taken[label]) {
			err = Invalid("%s is there twice, as a code or as a label, so nobody could tell which is meant. Change one.", quoted(line))
		}
		if err != nil {
			p.wrong(field, err)
			continue
		}
		taken[code], taken[label] = true, true
		out = append(out, r)
	}
	if len(out) == 0 {
		p.wrong(field, Invalid("At least one reason is needed, such as `timing | Not now`."))
	}
	return out
}

func parseReason(line string) (ReasonCode, error) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = cleanLine(parts[i])
	}
	wrong := Invalid("%s is not a reason. Expected a code and a label, and the word note where one is needed, such as `other | Other | note`.", quoted(line))
	if len(parts) < 2 || len(parts) > 3 || parts[1] == "" || len(parts) == 3 && !strings.EqualFold(parts[2], "note") {
		return ReasonCode{}, wrong
	}
	r := ReasonCode{Code: strings.ToLower(parts[0]), Label: parts[1], NoteRequired: len(parts) == 3}
	if !keyPattern.MatchString(r.Code) {
		return r, Invalid("%s is not a code. Expected a short word of letters, digits and _ that begins with a letter, such as `company_size`.", quoted(parts[0]))
	}
	_, err := withinLimit(quoted(r.Label), r.Label, maxReasonLabel)
	return r, err
}

func (p *formParser) promise(field string) WorkingTime {
	w, err := ParseWorkingTime(p.form[field])
	if err != nil {
		p.wrong(field, err)
	}
	return w
}

// optionalPromise reads a promise that need not be made.
func (p *formParser) optionalPromise(field string) WorkingTime {
	if cleanLine(p.form[field]) == "" {
		return WorkingTime{}
	}
	return p.promise(field)
}

func (p *formParser) depth() Depth {
	if cleanLine(p.form["depth"]) == "" {
		return Depth{}
	}
	depth, err := ParseDepth(p.form["depth"])
	if err != nil {
		p.wrong("depth", err)
	}
	return depth
}

// maxHotRules is how many rules may make a lead hot.
const maxHotRules = 10

func (p *formParser) hot() []Rule {
	var out []Rule
	for _, line := range p.lines("hot") {
		rule, err := ParseRule(line)
		if err == nil && len(out) == maxHotRules {
			err = Invalid("There are more than %d rules. What is hot has to be rare; take some out.", maxHotRules)
		}
		if err != nil {
			p.wrong("hot", err)
			continue
		}
		out = append(out, rule)
	}
	return out
}

func (p *formParser) labels() map[Stage]string {
	var out map[Stage]string
	for _, line := range p.lines("labels") {
		stage, label, err := parseLabel(line)
		if named, known := ParseStage(label); err == nil && known == nil && named != stage {
			err = Invalid("%s gives a stage the name of another, so that nobody could tell them apart. Choose another name.", quoted(line))
		}
		for other, taken := range out {
			if err == nil && (other == stage || strings.EqualFold(taken, label)) {
				err = Invalid("%s names a stage that has a name already, or gives two stages the same one. Change one.", quoted(line))
			}
		}
		if err != nil {
			p.wrong("labels", err)
			continue
		}
		if out == nil {
			out = map[Stage]string{}
		}
		out[stage] = label
	}
	return out
}

func parseLabel(line string) (Stage, string, error) {
	name, label, _ := strings.Cut(line, "=")
	label = cleanLine(label)
	stage, err := ParseStage(cleanLine(name))
	if err != nil || label == "" {
		return "", "", Invalid("%s gives no stage a name. Expected a stage and its name, such as `mql = Marketing lead`. The stages are %s.", quoted(line), stageList())
	}
	label, err = withinLimit(fmt.Sprintf("the name of %s", stage), label, maxStageLabel)
	return stage, label, err
}
