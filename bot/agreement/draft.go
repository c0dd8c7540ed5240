package agreement

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// draftNotice is the living message to a signer about a draft. Its buttons go
// when there is nothing more to sign.
func draftNotice(c kit.Context, reader ref.UserID, m DraftModel) kit.Message {
	v, d := kit.Direct(c, reader), m.Draft
	name := "*Draft " + kit.Number(d.Number) + "* of the lead definition"
	switch d.State {
	case funnel.DraftReplaced:
		return kit.Reply(name + " was changed by " + v.Person(d.ClosedBy) + " " + kit.Moment(d.ClosedAt) + ". Signatures on this text do not count for the new one, which has a message of its own.")
	case funnel.DraftWithdrawn:
		return kit.Reply(name + " was withdrawn by " + v.Person(d.ClosedBy) + " " + kit.Moment(d.ClosedAt) +
			". Nothing changes.")
	case funnel.DraftInForce:
		return kit.Reply(name + " is in force as version " + kit.Number(d.Version) + " since " + kit.Moment(d.ClosedAt) + ". Both teams agreed to it, and their channels were told.")
	case funnel.DraftOpen:
	}

	title := name + ", by " + v.Person(d.By) + " " + kit.Moment(d.At) + ", compared with version " +
		kit.Number(m.Base.Version) + ".\n" +
		signatures(v, m) + " It comes in force when both have agreed to this very text; any edit voids the signatures."
	message := changeList(title, m.Base, d.Definition)
	message.Blocks = append(message.Blocks, draftButtons(d, slices.Contains(m.Missing, reader)))
	return message
}

// signatures says who has signed and who has not.
func signatures(v kit.Voice, m DraftModel) string {
	signed := kit.Each(m.Draft.Signatures,
		func(s agreement.Signature) string { return v.Person(s.By) + " for " + string(s.Team) })
	text := "Nobody has signed it yet."
	if len(signed) > 0 {
		text = "Signed by " + strings.Join(signed, " and ") + "."
	}

	if len(m.Missing) > 0 {
		text += " It waits for " + strings.Join(kit.Each(m.Missing, v.Person), " and ") + "."
	}

	return text
}

// draftWaits names the open draft in a sentence.
func draftWaits(v kit.Voice, m DraftModel) string {
	return "Draft " + kit.Number(m.Draft.Number) + " by " + v.Person(m.Draft.By) + " is open. " + signatures(v, m)
}

func draftButtons(d funnel.Draft, mayAgree bool) slack.Block {
	var elements []slack.BlockElement
	if mayAgree {
		elements = append(elements, kit.NextStep(definitionButton(actionAgree, kit.Number(d.Number), "Agree")))
	}

	elements = append(elements, definitionButton(actionShow, kit.Number(d.Number), "Show"),
		definitionButton(actionEdit, "", "Edit"),
		definitionButton(actionWhatIf, kit.Number(d.Number), "Last quarter by it?"))
	return slack.NewActionBlock("", elements...)
}

func definitionButton(action, value, label string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, value, kit.PlainText(label, kit.MaxButton))
	b.AccessibilityLabel = kit.Cut(label+": the lead definition", kit.MaxButton)
	return b
}

// changeList shows what differs, field by field: what goes with a minus, what
// comes with a plus; in words, for those who sign have not learned the form's
// notation.
func changeList(title string, from, to agreement.Definition) kit.Message {
	var lines []string
	for _, change := range from.Changes(to) {
		lines = append(lines, "*"+change.Field.Label+"*")
		removed, added := changeInWords(change, from, to)
		for _, line := range removed {
			lines = append(lines, "− "+kit.Shown(line, maxChange))
		}

		for _, line := range added {
			lines = append(lines, "+ "+kit.Shown(line, maxChange))
		}
	}

	return kit.Listing(title, lines, 0, "")
}

// maxChange is how much of a changed line is shown: most criteria whole.
const maxChange = 400

// definitionDiff shows what changed between two versions.
func definitionDiff(_ kit.Context, from, to agreement.Definition) kit.Message {
	title := "From version " + kit.Number(from.Version) + " to version " + kit.Number(to.Version) +
		" of the lead definition:"
	if len(from.Changes(to)) == 0 {
		return kit.Reply(title + " nothing differs.")
	}

	return changeList(title, from, to)
}

// draftDiff shows what the open draft would change.
func draftDiff(c kit.Context, reader ref.UserID, m DraftModel) kit.Message {
	message := changeList(draftWaits(kit.Direct(c, reader), m), m.Base, m.Draft.Definition)
	message.Blocks = append(message.Blocks, draftButtons(m.Draft, slices.Contains(m.Missing, reader)))
	return message
}

// draftText shows a whole draft.
func draftText(c kit.Context, m DraftModel) kit.Message {
	d := m.Draft
	title := "*" + kit.Shown(d.Definition.Name, kit.MaxFact) + "*, draft " + kit.Number(d.Number) + "."
	if d.Open() {
		title += "\n" + draftWaits(kit.Direct(c, ""), m)
	} else {
		title += "\nThis draft is no longer open."
	}

	return definitionParts(title, d.Definition)
}

// proposed answers who sent in the form of the definition.
func proposed(c kit.Context, m DraftModel, changed bool) kit.Message {
	v := kit.Direct(c, "")
	if !changed {
		return kit.Reply("That is the text of draft " + kit.Number(m.Draft.Number) + " already, so nothing changed. " +
			signatures(v, m))
	}

	title := "Draft " + kit.Number(m.Draft.Number) + " is open, and both signers were told. " + signatures(v, m)
	return changeList(title, m.Base, m.Draft.Definition)
}

// signed answers a signer.
func signed(c kit.Context, m DraftModel) kit.Message {
	if m.Draft.State == funnel.DraftInForce {
		return kit.Reply("Signed. Both teams have agreed: version " + kit.Number(m.Draft.Version) + " of the lead definition is in force, and both channels are told.")
	}

	return kit.Reply("Signed. " + draftWaits(kit.Direct(c, ""), m))
}

// withdrawn answers who withdrew a draft.
func withdrawn(_ kit.Context, d funnel.Draft) kit.Message {
	return kit.Reply("Draft " + kit.Number(d.Number) + " is withdrawn, and both signers are told. What is in force stays in force.")
}

// inForceNotice tells a channel that a version has come in force.
func inForceNotice(c kit.Context, before, d agreement.Definition) kit.Message {
	title := "*Version " + kit.Number(d.Version) + " of the lead definition is in force.* " + agreedBy(kit.Public(c), d) +
		"\nFrom now on leads are offered and judged by it; the answer to one that was offered before is still judged by the version it was offered by. Promises that begin from now on, also on such a lead, are those of the new one."
	message := changeList(title, before, d)
	message.Blocks = append(message.Blocks, kit.ContextLine("`/loop definition` shows all of it."))
	return message
}

// reviewNotice asks a signer whether the definition still holds.
func reviewNotice(c kit.Context, reader ref.UserID, m reviewModel) kit.Message {
	v := kit.Direct(c, reader)
	name := "Version " + kit.Number(m.Version) + " of the lead definition"
	switch {
	case m.Version != c.Definition.Version:
		return kit.Reply(name + " was replaced by version " + kit.Number(c.Definition.Version) +
			". There is nothing left to answer.")
	case m.Round != m.Review.Round:
		return kit.Reply(name + ": this question was asked again since, in a message of its own.")
	case !slices.Contains(m.Waits, reader):
		return kit.Reply("You say that " + holds(v, m))
	}

	text := name + " is in force since " + kit.Moment(c.Definition.InForceSince) + ". *Does it still hold?* Leads are judged by it every day; a quarter is long enough for the market to change."
	holds := definitionButton(actionHolds, kit.Number(m.Version), "Still holds")
	holds.Style = slack.StylePrimary
	return kit.Reply(text, slack.NewActionBlock("", holds, definitionButton(actionEdit, "", "Propose a change")))
}

// heldAnswer answers a signer who says that the definition holds.
func heldAnswer(c kit.Context, m reviewModel) kit.Message {
	return kit.Reply("Noted: " + holds(kit.Direct(c, ""), m))
}

func holds(v kit.Voice, m reviewModel) string {
	text := "version " + kit.Number(m.Version) + " of the lead definition still holds."
	if len(m.Waits) == 0 {
		return text + " Both teams say so; you will be asked again in a quarter."
	}

	return text + " " + kit.Capital(v.Person(m.Waits[0])) + " has not answered yet."
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

// definitionForm is the form of the definition: the open draft, or what is in
// force where there is none.
func definitionForm(c kit.Context, open funnel.Draft) slack.ModalViewRequest {
	d, m := c.Definition, kit.Metadata{Version: c.Definition.Version}
	intro := "This is what is in force. Sending it in makes a draft; it comes in force when both signers agree to it."
	if open.Open() {
		d, m.Draft = open.Definition, open.Number
		intro = "This is draft " + kit.Number(open.Number) + ". A change voids the signatures that it has."
	}

	written := d.Form()
	blocks := []slack.Block{kit.ContextLine(intro)}
	for _, f := range agreement.Fields {
		help := definitionHelp[f.Name]
		blocks = append(blocks, kit.TextField{
			Field: f.Name, Label: f.Label, Hint: help.hint, Placeholder: help.placeholder, Value: written[f.Name],
			Limit: f.Max, Lines: f.Lines, Required: !f.Optional,
		}.Block())
	}

	return kit.Modal(callbackDefinition, "Lead definition", "Propose", m, blocks...)
}

// DraftModel is a draft of the definition, with what it is compared with.
type DraftModel struct {
	Draft   funnel.Draft
	Base    agreement.Definition // in force when it was written
	Missing []ref.UserID         // the signers who have not signed it
}

// reviewModel is the question whether a version still holds.
type reviewModel struct {
	Review  funnel.Review
	Version int          // the version that was asked about
	Round   int          // and which time
	Waits   []ref.UserID // the signers who have not said that it holds
}
