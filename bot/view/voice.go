package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// voice decides how people are named: the reader as "you", others by a
// mention, or by name where a mention would ping.
type voice struct {
	Context
	reader ref.UserID
	byName bool
}

// direct is the voice of a direct message.
func direct(c Context, reader ref.UserID) voice { return voice{Context: c, reader: reader} }

// public is the voice of a shared channel, in which nobody is pinged.
func public(c Context) voice { return voice{Context: c, byName: true} }

func (v voice) person(id ref.UserID) string {
	switch {
	case id != "" && id == v.reader:
		return "you"
	case v.byName:
		return shown(v.name(id), maxShown)
	}
	return Mention(id)
}

func (v voice) persons(ids []ref.UserID) string { return strings.Join(each(ids, v.person), ", ") }

// owner is the rep of a lead, who need not be a Slack user.
func (v voice) owner(l funnel.Lead) string {
	if l.OutsideOwner != "" {
		return shown(l.OutsideOwner, maxShown)
	}
	return v.person(l.Owner)
}

// holder is who has a lead: its rep, or its marketer.
func (v voice) holder(l funnel.Lead) string {
	if withMarketing(l) {
		return v.person(l.Marketer)
	}
	return v.owner(l)
}

// sentence begins with a capital where it begins with the reader.
func sentence(text string) string {
	if strings.HasPrefix(text, "you ") {
		return "Y" + text[1:]
	}
	return text
}

// maxShown is how many runes of a name or a title a line shows.
const maxShown = 80

// leadNamed names a lead in a sentence. Only the number is bold: a star in the
// name must not end it.
func leadNamed(l funnel.Lead) string {
	if l.Who() == l.ID.String() {
		return "*" + l.ID.String() + "*"
	}
	return "*" + l.ID.String() + "* " + shown(l.Who(), maxShown)
}

// title names a lead where there is no markup.
func title(l funnel.Lead) string {
	if l.Who() == l.ID.String() {
		return l.ID.String()
	}
	return l.ID.String() + " · " + flat(l.Who())
}

// reason is the label of a reason code in the definition in force, or the
// code itself where the definition has changed since.
func (c Context) reason(use agreement.ReasonUse, code string) string {
	for _, r := range c.Definition.Reasons.For(use) {
		if r.Code == code {
			return shown(r.Label, maxShown)
		}
	}
	if code == "" {
		return "no reason given"
	}
	return shown(code, maxShown)
}

// inQuotes is a name within quotation marks.
func inQuotes(name string) string { return "“" + shown(name, maxShown) + "”" }

// quote shows what somebody wrote as a quotation of at most max runes.
func quote(text string, max int) string {
	text = CutMarkup(Escape(Cut(strings.TrimSpace(text), max)), max*3/2)
	return "> " + strings.ReplaceAll(text, "\n", "\n> ")
}
