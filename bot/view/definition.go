package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// DefinitionText shows a version of the definition. The draft is named where
// it is open.
func DefinitionText(c Context, d agreement.Definition, draft DraftModel) Message {
	v := direct(c, "")
	title := "*" + shown(d.Name, maxFact) + "*, version " + number(d.Version)
	if !d.InForceSince.IsZero() {
		title += ", in force since " + Moment(d.InForceSince)
	}
	if d.Version < c.Definition.Version {
		title += "; it has been replaced, version " + number(c.Definition.Version) + " is in force now"
	}
	title += ".\n" + v.agreedBy(d)
	if draft.Draft.Open() {
		title += "\n" + v.draftWaits(draft) + " `/loop definition diff` shows what would change."
	}
	return definitionParts(title, d)
}

// agreedBy says who signed a version.
func (v voice) agreedBy(d agreement.Definition) string {
	if len(d.Signatures) == 0 {
		return "Delivered with the program; the teams have not signed it. `/loop definition propose` begins a draft."
	}
	signed := each(d.Signatures, func(s agreement.Signature) string {
		return v.person(s.By) + " for " + string(s.Team) + " " + Moment(s.At)
	})

	text := "Agreed by " + strings.Join(signed, ", and ")
	if d.ProposedBy != "" {
		text += ". Proposed by " + v.person(d.ProposedBy)
	}
	return text + "."
}

// definitionParts are a title and all that a definition says.
func definitionParts(title string, d agreement.Definition) Message {
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
		add("To become "+shown(d.Label(stage), maxShown)+takesPoints(d, stage), bullets(questions(d, stage)))
	}
	add("Never a customer", bullets(d.Disqualifiers))
	add("Sales promises", promises(d.ServiceLevels))
	add("Handed off as hot", bullets(each(d.Hot, ruleInWords)))
	add("Reasons to reject", codes(d.Reasons.Reject))
	add("Reasons for a loss", codes(d.Reasons.Lost))
	add("Reasons to disqualify", codes(d.Reasons.Disqualify))
	add("Names of stages", bullets(stageLabels(d)))
	lines, left := fitting(lines, maxShownBytes)
	return listing(title, lines, left, "`/loop definition propose` shows everything.")
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

// maxShownBytes keeps a message about the definition under Slack's limits.
const maxShownBytes = 9000

// fitting are as many lines as a number of bytes takes, and how many are left.
func fitting(lines []string, most int) (fit []string, left int) {
	bytes := 0
	for i, line := range lines {
		line = CutMarkup(line, maxLines)
		if bytes += encodedSize(line); bytes > most {
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
	return quote(text, maxNote)
}

// maxBullets keeps one part of the definition from hiding the others.
const maxBullets = 20

func bullets(texts []string) string {
	lines := some(texts, maxBullets, "", func(text string) string { return "• " + shown(text, maxFact) })
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
	return strings.Join(each(reasons, func(r agreement.ReasonCode) string {
		text := "`" + shown(r.Code, maxShown) + "` " + shown(r.Label, maxShown)
		if r.NoteRequired {
			text += " (with a note)"
		}
		return text
	}), ", ")
}
