package leads

import (
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
)

// LeadCard is the living message about a lead: in the direct messages of its
// rep, in the sales channel and in the leads channel. The notice says where,
// and which handoff the card is of. Buttons go when they no longer apply, and
// a line says who acted, and when.
func LeadCard(c kit.Context, n funnel.Notice, l funnel.Lead) kit.Message {
	v := public(c)
	if n.Place == "" {
		v = direct(c, n.To)
	}

	status := v.cardStatus(n, l)
	blocks := []slack.Block{kit.Header(HotMark(l) + title(l)), kit.Section(status)}
	acts := cardActs(n, l)
	if len(acts) > 0 || n.Place == funnel.PlaceLeads && withMarketing(l) {
		blocks = slices.Concat(blocks, contactBlock(l), v.facts(l), v.why(l), judgedBlocks(l))
	}

	blocks = append(blocks, kit.ContextLine(v.origin(l)))
	return kit.NewMessage(LeadNamed(l)+". "+status, append(blocks, Buttons(l, acts...)...)...)
}

func (v voice) cardStatus(n funnel.Notice, l funnel.Lead) string {
	switch {
	case outdated(n, l):
		return "This card is of an earlier handoff. " + v.standing(l)
	case n.Place == "" && !isWith(n.To, l):
		return "This is no longer with you. " + v.standing(l)
	case l.Asked():
		return kit.Join(v.handed(l), v.disputed(l), v.waitsForMarketing(l))
	case l.Offered() && n.Place != funnel.PlaceLeads:
		return kit.Join(v.request(l), v.disputed(l))
	}

	return v.standing(l)
}

// request asks the rep for the answer: by when, and in the words of the
// promise.
func (v voice) request(l funnel.Lead) string {
	accept, ok := l.Clocks.Of(agreement.ClockAccept)
	if !ok {
		return kit.Join(v.handed(l), "Please accept or reject it.")
	}

	if v.Now.After(accept.DueAt) {
		return kit.Join(v.handed(l), v.promise(l), "Please accept or reject it now.")
	}

	ask := "Please accept or reject it by "
	if v.ByName {
		ask = v.Person(l.Handoff.To) + " is asked to accept or reject it by "
	}

	within := ""
	if level := v.Definition.ServiceLevels.Accept; !level.IsZero() {
		within = ": the promise is " + level.String()
	}

	return kit.Join(v.handed(l)+" *"+ask+kit.Moment(accept.DueAt)+"*"+within+".", v.hotPromise(l))
}

// outdated says whether the lead was handed off again after this card.
func outdated(n funnel.Notice, l funnel.Lead) bool {
	return n.Place != funnel.PlaceLeads && n.Handoff > 0 && n.Handoff < l.CardIn(n.Place)
}

// isWith says whether sales' part in a lead is, or was at its end, a
// person's.
func isWith(person ref.UserID, l funnel.Lead) bool {
	if l.Offered() {
		return l.Handoff.To == person
	}

	return l.Owner == person || l.Handoff.To == person && !l.Stage.WithSales()
}

func cardActs(n funnel.Notice, l funnel.Lead) []string {
	switch {
	case outdated(n, l):
		return nil
	case n.Place == funnel.PlaceLeads:
		if withMarketing(l) {
			return marketingActs(l)
		}
	case n.Place != "":
		if l.Offered() {
			return offerActs(l)
		}
	case isWith(n.To, l) && l.Offered():
		return offerActs(l)
	case isWith(n.To, l) && l.Stage.WithSales():
		return ActsOf(l)
	}

	return nil
}

// maxFields is how many fields Slack takes in one section.
const maxFields = 10

// facts are who the lead is and where it came from, as fields of sections.
func (v voice) facts(l funnel.Lead) []slack.Block {
	var fields []*slack.TextBlockObject
	for _, f := range funnel.Fields {
		if value := f.Written(l); value != "" && isFact(f) {
			fields = append(fields, kit.Markup("*"+f.Label+"*\n"+fact(f, value)))
		}
	}

	var blocks []slack.Block
	for some := range slices.Chunk(fields, maxFields) {
		blocks = append(blocks, slack.NewSectionBlock(nil, some, nil))
	}

	return blocks
}

// fact is the value of a field, to be opened with a tap where it is a link.
func fact(f funnel.Field, value string) string {
	if f.Kind == funnel.FieldLink {
		address := strings.TrimPrefix(strings.TrimPrefix(value, "https://"), "www.")
		if link, ok := webLink(value, kit.Shown(address, kit.MaxShown)); ok {
			return link
		}
	}

	return kit.Shown(value, min(f.Limit, kit.MaxFact))
}

// isFact says whether a field stands among the facts. Ways to reach the lead
// and what it needs have a place of their own.
func isFact(f funnel.Field) bool {
	return !f.External && f.Kind != funnel.FieldContact && f.Kind != funnel.FieldNote
}

// WaysToReach is how to reach the lead, by phone first.
func WaysToReach(l funnel.Lead) string {
	var ways []string
	if l.Phone != "" {
		ways = append(ways, "*Call* "+phoneLink(l))
	}

	if l.Email != "" {
		ways = append(ways, "*Write* "+mailLink(l.Email))
	}

	return strings.Join(ways, "  ·  ")
}

func contactBlock(l funnel.Lead) []slack.Block {
	if ways := WaysToReach(l); ways != "" {
		return []slack.Block{kit.Section(ways)}
	}

	return nil
}

const (
	phoneRunes = "+0123456789"
	mailRunes  = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_@"
)

// phoneLink makes calling one tap where the number is plain enough to dial.
func phoneLink(l funnel.Lead) string {
	shown := kit.Shown(l.Phone, kit.MaxShown)
	if l.PhoneKey == "" || strings.Trim(l.PhoneKey, phoneRunes) != "" {
		return shown
	}

	return "<tel:" + l.PhoneKey + "|" + strings.ReplaceAll(shown, "|", "/") + ">"
}

func mailLink(email string) string {
	if strings.Trim(email, mailRunes) != "" || len(email) > kit.MaxFact {
		return kit.Shown(email, kit.MaxFact)
	}

	return "<mailto:" + email + "|" + email + ">"
}

// why is what makes the lead worth the rep's time: the need, and what the
// marketer wrote with the handoff.
func (v voice) why(l funnel.Lead) []slack.Block {
	var parts []string
	if l.Need != "" {
		parts = append(parts, "*"+v.needTitle(l)+"*\n"+kit.Quote(l.Need, kit.MaxNote))
	}

	if h := l.Handoff; h.Note != "" && h.State != funnel.HandoffWithdrawn {
		parts = append(parts, "*Note with the handoff*\n"+kit.Quote(h.Note, kit.MaxNote))
	}

	parts = append(parts, v.asked(l)...)
	return kit.Each(parts, kit.Section)
}

func (v voice) needTitle(l funnel.Lead) string {
	if l.Handoff.State == "" {
		return "What they need"
	}

	return "Why it qualifies: what they need"
}

// origin says who logged the lead, from where, and by which agreement it is
// judged.
func (v voice) origin(l funnel.Lead) string {
	parts := []string{"Logged by " + v.Person(l.Marketer) + " " + kit.Moment(l.CreatedAt)}
	switch {
	case l.Door != "":
		parts[0] = "Came in through " + kit.Shown(l.Door, kit.MaxShown) + " for " + v.Person(l.Marketer) + " " +
			kit.Moment(l.CreatedAt)
	case l.Imported:
		parts[0] = "Imported; created " + kit.Moment(l.CreatedAt)
	}

	if v.Definition.Name != "" && l.Handoff.Definition > 0 {
		judged := "Judged by “" + kit.Shown(v.Definition.Name, kit.MaxShown) + "”, version " +
			kit.Number(l.Handoff.Definition)
		if v.Definition.Version != l.Handoff.Definition {
			judged += " (now " + kit.Number(v.Definition.Version) + ")"
		}

		parts = append(parts, judged)
	}

	if link, ok := webLink(l.Permalink, "the message"); ok {
		parts = append(parts, "From "+link)
	}

	return strings.Join(parts, "  ·  ")
}

const maxAddress = 500

// webLink makes a link of an address, if it is one that can be trusted not
// to end the markup.
func webLink(address, label string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(address, "<>| ") ||
		len(address) > maxAddress {
		return "", false
	}

	return "<" + kit.Escape(address) + "|" + label + ">", true
}
