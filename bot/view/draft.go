package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// DraftNotice is the living message to a signer about a draft. Its buttons go
// when there is nothing more to sign.
func DraftNotice(c Context, reader ref.UserID, m DraftModel) Message {
	v, d := direct(c, reader), m.Draft
	name := "*Draft " + number(d.Number) + "* of the lead definition"
	switch d.State {
	case funnel.DraftReplaced:
		return say(name + " was changed by " + v.person(d.ClosedBy) + " " + Moment(d.ClosedAt) + ". Signatures on this text do not count for the new one, which has a message of its own.")
	case funnel.DraftWithdrawn:
		return say(name + " was withdrawn by " + v.person(d.ClosedBy) + " " + Moment(d.ClosedAt) + ". Nothing changes.")
	case funnel.DraftInForce:
		return say(name + " is in force as version " + number(d.Version) + " since " + Moment(d.ClosedAt) + ". Both teams agreed to it, and their channels were told.")
	case funnel.DraftOpen:
	}
	title := name + ", by " + v.person(d.By) + " " + Moment(d.At) + ", compared with version " + number(m.Base.Version) + ".\n" +
		v.signatures(m) + " It comes in force when both have agreed to this very text; any edit voids the signatures."
	message := changeList(title, m.Base, d.Definition)
	message.Blocks = append(message.Blocks, draftButtons(d, slices.Contains(m.Missing, reader)))
	return message
}

// signatures says who has signed and who has not.
func (v voice) signatures(m DraftModel) string {
	signed := each(m.Draft.Signatures, func(s agreement.Signature) string { return v.person(s.By) + " for " + string(s.Team) })
	text := "Nobody has signed it yet."
	if len(signed) > 0 {
		text = "Signed by " + strings.Join(signed, " and ") + "."
	}
	if len(m.Missing) > 0 {
		text += " It waits for " + strings.Join(each(m.Missing, v.person), " and ") + "."
	}
	return text
}

// draftWaits names the open draft in a sentence.
func (v voice) draftWaits(m DraftModel) string {
	return "Draft " + number(m.Draft.Number) + " by " + v.person(m.Draft.By) + " is open. " + v.signatures(m)
}

func draftButtons(d funnel.Draft, mayAgree bool) slack.Block {
	var elements []slack.BlockElement
	if mayAgree {
		elements = append(elements, nextStep(definitionButton(ActionDefinitionAgree, number(d.Number), "Agree")))
	}
	elements = append(elements, definitionButton(ActionDefinitionShow, number(d.Number), "Show"), definitionButton(ActionDefinitionEdit, "", "Edit"),
		definitionButton(ActionWhatIf, number(d.Number), "Last quarter by it?"))
	return slack.NewActionBlock("", elements...)
}

func definitionButton(action, value, label string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, value, plain(label, maxButton))
	b.AccessibilityLabel = Cut(label+": the lead definition", maxButton)
	return b
}

// changeList shows what differs, field by field: what goes with a minus, what
// comes with a plus; in words, for those who sign have not learned the form's
// notation.
func changeList(title string, from, to agreement.Definition) Message {
	var lines []string
	for _, change := range from.Changes(to) {
		lines = append(lines, "*"+change.Field.Label+"*")
		removed, added := changeInWords(change, from, to)
		for _, line := range removed {
			lines = append(lines, "− "+shown(line, maxChange))
		}
		for _, line := range added {
			lines = append(lines, "+ "+shown(line, maxChange))
		}
	}
	lines, left := fitting(lines, maxShownBytes)
	return listing(title, lines, left, "")
}

// maxChange is how much of a changed line is shown: most criteria whole.
const maxChange = 400

// DefinitionDiff shows what changed between two versions.
func DefinitionDiff(_ Context, from, to agreement.Definition) Message {
	title := "From version " + number(from.Version) + " to version " + number(to.Version) + " of the lead definition:"
	if len(from.Changes(to)) == 0 {
		return say(title + " nothing differs.")
	}
	return changeList(title, from, to)
}

// DraftDiff shows what the open draft would change.
func DraftDiff(c Context, reader ref.UserID, m DraftModel) Message {
	message := changeList(direct(c, reader).draftWaits(m), m.Base, m.Draft.Definition)
	message.Blocks = append(message.Blocks, draftButtons(m.Draft, slices.Contains(m.Missing, reader)))
	return message
}

// DraftText shows a whole draft.
func DraftText(c Context, m DraftModel) Message {
	d := m.Draft
	title := "*" + shown(d.Definition.Name, maxFact) + "*, draft " + number(d.Number) + "."
	if d.Open() {
		title += "\n" + direct(c, "").draftWaits(m)
	} else {
		title += "\nThis draft is no longer open."
	}
	return definitionParts(title, d.Definition)
}

// Proposed answers who sent in the form of the definition.
func Proposed(c Context, m DraftModel, changed bool) Message {
	v := direct(c, "")
	if !changed {
		return say("That is the text of draft " + number(m.Draft.Number) + " already, so nothing changed. " + v.signatures(m))
	}
	title := "Draft " + number(m.Draft.Number) + " is open, and both signers were told. " + v.signatures(m)
	return changeList(title, m.Base, m.Draft.Definition)
}

// Signed answers a signer.
func Signed(c Context, m DraftModel) Message {
	if m.Draft.State == funnel.DraftInForce {
		return say("Signed. Both teams have agreed: version " + number(m.Draft.Version) + " of the lead definition is in force, and both channels are told.")
	}
	return say("Signed. " + direct(c, "").draftWaits(m))
}

// Withdrawn answers who withdrew a draft.
func Withdrawn(_ Context, d funnel.Draft) Message {
	return say("Draft " + number(d.Number) + " is withdrawn, and both signers are told. What is in force stays in force.")
}

// DefinitionNotice tells a channel that a version has come in force.
func DefinitionNotice(c Context, before, d agreement.Definition) Message {
	title := "*Version " + number(d.Version) + " of the lead definition is in force.* " + public(c).agreedBy(d) +
		"\nFrom now on leads are offered and judged by it; the answer to one that was offered before is still judged by the version it was offered by. Promises that begin from now on, also on such a lead, are those of the new one."
	message := changeList(title, before, d)
	message.Blocks = append(message.Blocks, context("`/loop definition` shows all of it."))
	return message
}

// ReviewNotice asks a signer whether the definition still holds.
func ReviewNotice(c Context, reader ref.UserID, m ReviewModel) Message {
	v := direct(c, reader)
	name := "Version " + number(m.Version) + " of the lead definition"
	switch {
	case m.Version != c.Definition.Version:
		return say(name + " was replaced by version " + number(c.Definition.Version) + ". There is nothing left to answer.")
	case m.Round != m.Review.Round:
		return say(name + ": this question was asked again since, in a message of its own.")
	case !slices.Contains(m.Waits, reader):
		return say("You say that " + v.held(m))
	}
	text := name + " is in force since " + Moment(c.Definition.InForceSince) + ". *Does it still hold?* Leads are judged by it every day; a quarter is long enough for the market to change."
	holds := definitionButton(ActionDefinitionHolds, number(m.Version), "Still holds")
	holds.Style = slack.StylePrimary
	return say(text, slack.NewActionBlock("", holds, definitionButton(ActionDefinitionEdit, "", "Propose a change")))
}

// Held answers a signer who says that the definition holds.
func Held(c Context, m ReviewModel) Message {
	return say("Noted: " + direct(c, "").held(m))
}

func (v voice) held(m ReviewModel) string {
	text := "version " + number(m.Version) + " of the lead definition still holds."
	if len(m.Waits) == 0 {
		return text + " Both teams say so; you will be asked again in a quarter."
	}
	return text + " " + capital(v.person(m.Waits[0])) + " has not answered yet."
}

// definitionHelp says how each field of the form is written.
var definitionHelp = map[string]struct{ hint, placeholder string }{
	"ideal_customer": {"The company that we want.", "A company of 50 to 500 people that ships goods."},
	"personas":       {"The people at that company, one a line.", "Leads operations"},
	"need":           {"", "Loses orders between two systems."},
	"criteria": {
		"One a line: key, question, kind, stage (mql or sql), with bars between them. fit* is required, fit(3) brings 3 points where it is met. " +
			"Kinds: yes_no, text, choice(a, b, c) in a, b (the last part says which count), number >= 50, and rules that Leadloop judges from the lead's own fields: rule: email is business · rule: country in DE, AT (of the phone number) · rule: source not in paid · rule: title contains head, chief · rule: company is known.",
		"fit* | Does the company match? | yes_no | mql",
	},
	"points":            {"How many points a lead needs for a stage.", "mql = 6"},
	"disqualifiers":     {"What rules a lead out, one a line.", "Works for a competitor"},
	"reject":            {"One a line: code, label, and note where one has to be written.", "other | Other | note"},
	"lost":              {"The same.", "price | Price"},
	"disqualify":        {"The same.", "spam | Spam or test entry"},
	"accept":            {"From the handoff, in working time.", "4 working hours"},
	"first_touch":       {"From accepting.", "4 working hours"},
	"first_touch_hot":   {"From accepting. Blank: as any other.", "30 working minutes"},
	"first_touch_other": {"Leads that somebody of sales logged. Blank: as any other.", "1 working day"},
	"hot": {
		"Rules, one a line; a lead for which one of them holds is handed off as hot. Rules are written as in criteria. Marketing can mark any handoff as hot.",
		"source in demo, pricing",
	},
	"depth":          {"From accepting, until the lead is reached. Blank: none.", "4 attempts in 5 working days"},
	"update":         {"While sales works the lead.", "5 working days"},
	"escalate_after": {"From the deadline until the sales manager hears.", "1 working day"},
	"answer":         {"Marketing's promise, from the rep's question. The rep's time stands still meanwhile.", "8 working hours"},
	"window":         {"How long a handoff may stay unanswered in all. A question to marketing stops it.", "2 working days"},
	"on_window_end":  {"escalate: people are reminded, nothing else. accept: it counts as taken by the rep, marked as automatic. return: it goes back to its marketer.", "escalate"},
	"labels":         {"How you call the stages, one a line; those that are not named keep their names.", "mql = Marketing lead"},
}

// DefinitionForm is the form of the definition: the open draft, or what is in
// force where there is none.
func DefinitionForm(c Context, open funnel.Draft) slack.ModalViewRequest {
	d, m := c.Definition, Metadata{Version: c.Definition.Version}
	intro := "This is what is in force. Sending it in makes a draft; it comes in force when both signers agree to it."
	if open.Open() {
		d, m.Draft = open.Definition, open.Number
		intro = "This is draft " + number(open.Number) + ". A change voids the signatures that it has."
	}
	written := d.Form()
	blocks := []slack.Block{context(intro)}
	for _, f := range agreement.Fields {
		help := definitionHelp[f.Name]
		blocks = append(blocks, textField{
			field: f.Name, label: f.Label, hint: help.hint, placeholder: help.placeholder, value: written[f.Name],
			limit: f.Max, lines: f.Lines, required: !f.Optional,
		}.block())
	}
	return modal(CallbackDefinition, "Lead definition", "Propose", m, blocks...)
}
