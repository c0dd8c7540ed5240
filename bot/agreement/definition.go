package agreement

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// DefinitionText shows a version of the definition. The draft is named where
// it is open.
func DefinitionText(c kit.Context, d agreement.Definition, draft DraftModel) kit.Message {
	v := kit.Direct(c, "")
	title := "*" + kit.Shown(d.Name, kit.MaxFact) + "*, version " + kit.Number(d.Version)
	if !d.InForceSince.IsZero() {
		title += ", in force since " + kit.Moment(d.InForceSince)
	}

	if d.Version < c.Definition.Version {
		title += "; it has been replaced, version " + kit.Number(c.Definition.Version) + " is in force now"
	}

	title += ".\n" + agreedBy(v, d)
	if draft.Draft.Open() {
		title += "\n" + draftWaits(v, draft) + " `/loop definition diff` shows what would change."
	}

	return definitionParts(title, d)
}

// agreedBy says who signed a version.
func agreedBy(v kit.Voice, d agreement.Definition) string {
	if len(d.Signatures) == 0 {
		return "Delivered with the program; the teams have not signed it. `/loop definition propose` begins a draft."
	}

	signed := kit.Each(d.Signatures, func(s agreement.Signature) string {
		return v.Person(s.By) + " for " + string(s.Team) + " " + kit.Moment(s.At)
	})

	text := "Agreed by " + strings.Join(signed, ", and ")
	if d.ProposedBy != "" {
		text += ". Proposed by " + v.Person(d.ProposedBy)
	}

	return text + "."
}

// definitionParts are a title and all that a definition says.
func definitionParts(title string, d agreement.Definition) kit.Message {
	lines := []string{}
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, "*"+label+"*\n"+text)
		}
	}
	add("Ideal customer", quoted(d.IdealCustomer))
	add("Personas", bullets(d.Personas))
	add("The need we solve", quoted(d.Need))
	for _, stage := range agreement.Stages {
		add("To become "+kit.Shown(d.Label(stage), kit.MaxShown)+takesPoints(d, stage), bullets(questions(d, stage)))
	}

	add("Never a customer", bullets(d.Disqualifiers))
	add("Sales promises", promises(d.ServiceLevels))
	add("Handed off as hot", bullets(kit.Each(d.Hot, ruleInWords)))
	add("Reasons to reject", codes(d.Reasons.Reject))
	add("Reasons for a loss", codes(d.Reasons.Lost))
	add("Reasons to disqualify", codes(d.Reasons.Disqualify))
	add("Names of stages", bullets(stageLabels(d)))
	return kit.Listing(title, lines, 0, "`/loop definition propose` shows everything.")
}

func stageLabels(d agreement.Definition) []string {
	var out []string
	for _, s := range agreement.Stages {
		if label := d.Labels[s]; label != "" {
			out = append(out, string(s)+" is called "+label)
		}
	}

	return out
}

// Fitting are as many lines as a number of bytes takes, and how many are left.
func Fitting(lines []string, most int) (fit []string, left int) {
	bytes := 0
	for i, line := range lines {
		line = kit.CutMarkup(line, kit.MaxLines)
		if bytes += kit.EncodedSize(line); bytes > most {
			return fit, len(lines) - i
		}

		fit = append(fit, line)
	}

	return fit, 0
}

func quoted(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}

	return kit.Quote(text, kit.MaxNote)
}

// maxBullets keeps one part of the definition from hiding the others.
const maxBullets = 20

func bullets(texts []string) string {
	lines := kit.Some(texts, maxBullets, "", func(text string) string { return "• " + kit.Shown(text, kit.MaxFact) })
	return strings.Join(lines, "\n")
}

func questions(d agreement.Definition, stage agreement.Stage) []string {
	var out []string
	for _, criterion := range d.Criteria {
		if criterion.Stage != stage {
			continue
		}

		out = append(out, criterion.Question+" ("+details(criterion)+")")
	}

	return out
}

var windowEnds = map[agreement.WindowEnd]string{
	agreement.WindowAccepts: "counts as taken by the rep, marked as automatic",
	agreement.WindowReturns: "goes back to its marketer",
}

func promises(s agreement.ServiceLevels) string {
	s = s.InForce()
	lines := []string{
		"accept or reject a handoff within " + s.Accept.String(),
		"first touch within " + s.FirstTouch.String() + " of accepting" + exceptions(s),
	}
	if !s.Depth.IsZero() {
		lines = append(lines, "at least "+s.Depth.String()+" of accepting, until the lead is reached")
	}

	if end, ok := windowEnds[s.OnWindowEnd]; ok {
		lines = append(lines, "a handoff that nobody answers within "+s.Window.String()+" "+end)
	}

	return bullets(append(lines,
		"an update every "+s.Update.String(),
		"the sales manager hears of what is late after another "+s.EscalateAfter.String(),
		"marketing answers a question of sales within "+s.Answer.String(),
	))
}

func codes(reasons []agreement.ReasonCode) string {
	return strings.Join(kit.Each(reasons, func(r agreement.ReasonCode) string {
		text := "`" + kit.Shown(r.Code, kit.MaxShown) + "` " + kit.Shown(r.Label, kit.MaxShown)
		if r.NoteRequired {
			text += " (with a note)"
		}

		return text
	}), ", ")
}

// changeInWords is what a field said and says, in words. What would read alike
// before and after a change is shown as it is written in the form.
func changeInWords(change agreement.Change, from, to agreement.Definition) (before, after []string) {
	before = kit.Each(change.Removed, func(part fmt.Stringer) string { return partInWords(from, part) })
	after = kit.Each(change.Added, func(part fmt.Stringer) string { return partInWords(to, part) })

	for i, text := range before {
		if j := slices.Index(after, text); j >= 0 {
			before[i], after[j] = change.Removed[i].String(), change.Added[j].String()
		}
	}

	return before, after
}

// partInWords is how a part of a definition that has a notation of its own in
// the form reads to somebody who has not learned it. The others are words
// already.
func partInWords(d agreement.Definition, part fmt.Stringer) string {
	switch part := part.(type) {
	case agreement.Criterion:
		return criterionInWords(d, part)
	case agreement.PassMark:
		return strconv.Itoa(part.Points) + " to become " + d.Label(part.Stage)
	case agreement.Rule:
		return ruleInWords(part)
	case agreement.ReasonCode:
		return reasonInWords(part)
	case agreement.WindowEnd:
		return windowEndInWords(part)
	case agreement.StageLabel:
		return string(part.Stage) + " is called " + part.Label
	}

	return part.String()
}

func criterionInWords(d agreement.Definition, c agreement.Criterion) string {
	stage := d.Label(c.Stage)
	decides := "Noted for " + stage + ", and decides nothing."
	switch {
	case c.Required:
		decides = "Required to become " + stage + "."
	case c.Weight > 0:
		decides = "Brings " + kit.Counted(c.Weight, "point") + " towards " + stage + "."
	}

	return c.Question + " " + answerInWords(c) + " " + decides
}

// answerInWords says how a criterion is answered, and which answer counts.
func answerInWords(c agreement.Criterion) string {
	switch c.Kind {
	case agreement.CriterionYesNo:
		return "Yes or no; yes counts."
	case agreement.CriterionChoice:
		text := "Choose one: " + strings.Join(c.Choices, ", ")
		if len(c.Accepted) > 0 && len(c.Accepted) < len(c.Choices) {
			text += "; what counts is " + alternatives(c.Accepted)
		}

		return text + "."
	case agreement.CriterionNumber:
		return "A number; " + c.Expects() + " counts."
	case agreement.CriterionRule:
		return "Leadloop sees by itself whether " + ruleInWords(c.Rule) + "."
	}

	return "Answered in words."
}

// ruleSubjects are what rules speak of, where the table of a lead's fields does
// not say it.
var ruleSubjects = map[string]string{
	"title": "the job title", "domain": "the domain of the e-mail address",
	"contact": "an e-mail address or a phone number", "tag": "one of the tags",
}

// ruleInWords is a rule as part of a sentence.
func ruleInWords(r agreement.Rule) string {
	field, _ := funnel.FieldNamed(r.Field)
	subject := cmp.Or(ruleSubjects[r.Field], "the "+cmp.Or(field.Spoken, r.Field))
	values := alternatives(r.Values)

	switch r.Op {
	case agreement.OpBusiness:
		return subject + " is a business one"
	case agreement.OpIn:
		return subject + " is " + values
	case agreement.OpNotIn:
		if r.Field == "tag" {
			return "none of the tags is " + values
		}

		return subject + " is not " + values
	case agreement.OpContains:
		return subject + " contains " + values
	case agreement.OpAtLeast:
		return subject + " is at least " + values
	case agreement.OpAtMost:
		return subject + " is at most " + values
	}

	return subject + " is known"
}

// alternatives are "a, b or c".
func alternatives(texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}

	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

func windowEndInWords(end agreement.WindowEnd) string {
	if words, ok := windowEnds[end]; ok {
		return "it " + words
	}

	return "people are reminded, and nothing else happens"
}

func reasonInWords(r agreement.ReasonCode) string {
	label := r.Label
	if r.NoteRequired {
		label += " (with a note)"
	}

	return label + ", in commands " + r.Code
}

// exceptions are the first touches that are promised by another time.
func exceptions(s agreement.ServiceLevels) string {
	text := ""
	if !s.FirstTouchHot.IsZero() {
		text += "; of a hot lead within " + s.FirstTouchHot.String()
	}

	if !s.FirstTouchOther.IsZero() {
		text += "; of a lead that sales found itself within " + s.FirstTouchOther.String()
	}

	return text
}
