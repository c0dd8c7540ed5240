package leads

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

// standing says in short sentences where a lead stands: who has it, since
// when, and what is promised next.
func (v voice) standing(l funnel.Lead) string {
	say, ok := standings[l.Stage]
	if l.Offered() {
		say, ok = voice.offered, true
	}

	if !ok {
		return v.stage(l)
	}

	return kit.Sentence(say(v, l))
}

var standings = map[agreement.Stage]func(voice, funnel.Lead) string{
	agreement.Inquiry:      voice.withMarketing,
	agreement.Known:        voice.withMarketing,
	agreement.MQL:          voice.withMarketing,
	agreement.SAL:          voice.taken,
	agreement.SQL:          voice.opportunity,
	agreement.Customer:     voice.won,
	agreement.Lost:         voice.lost,
	agreement.Disqualified: voice.disqualified,
	agreement.Recycled:     voice.recycled,
}

func (v voice) stage(l funnel.Lead) string { return v.StageLabel(l.Stage) }

func (v voice) offered(l funnel.Lead) string {
	if l.Asked() {
		return kit.Join(v.handed(l), v.waitsForMarketing(l))
	}

	return kit.Join(v.handed(l), v.promise(l))
}

// handed says how the rep got the lead, from whom, and when. Who handed it off did not pass it on later.
func (v voice) handed(l funnel.Lead) string {
	h := l.Handoff
	how := "Handed to "
	switch {
	case h.PassedBy != "":
		return "Passed on to " + v.Person(h.To) + " by " + v.Person(h.PassedBy) + " " + kit.Moment(h.At) +
			"; handed off by " + v.Person(h.By) + "."
	case h.RuledOut != "":
		return "Offered again to " + v.Person(h.To) + " by a ruling " + kit.Moment(h.At) +
			"; handed off by " + v.Person(h.By) + "."
	case h.InTurn:
		how = "Handed, in turn, to "
	case h.Former:
		how = "Handed again to "
	}

	return how + v.Person(h.To) + " by " + v.Person(h.By) + " " + kit.Moment(h.At) + "."
}

func (v voice) withMarketing(l funnel.Lead) string {
	with := "It is with " + v.Person(l.Marketer) + " in marketing."
	if l.Stage == agreement.Inquiry && !l.Reachable() {
		with += " It has no e-mail address or phone number yet."
	}

	switch h := l.Handoff; {
	case l.BackByHand():
		return kit.Sentence(v.Person(l.FormerOwner) + " handed it back: " + v.Reason(agreement.WhyRejected, l.Reason) +
			". It is back with " + v.Person(l.Marketer) + ".")
	case h.State == funnel.HandoffRejected:
		return kit.Sentence(v.Person(h.AnsweredBy) + " rejected it " + kit.Moment(h.AnsweredAt) + ": " +
			v.Reason(agreement.WhyRejected, l.Reason) + ". It is back with " + v.Person(l.Marketer) + ".")
	case h.State == funnel.HandoffLapsed:
		return "Nobody answered the handoff to " + v.Person(h.To) + " in time. It is back with " + v.Person(l.Marketer) +
			" since " + kit.Moment(h.AnsweredAt) + "."
	case h.State == funnel.HandoffWithdrawn:
		return with + " The last handoff was taken back."
	default:
		return with
	}
}

func (v voice) taken(l funnel.Lead) string {
	taken := "Worked by " + v.owner(l)
	switch h := l.Handoff; {
	case h.Automatic():
		taken = "Nobody answered in time, so it counts as taken since " + kit.Moment(h.AnsweredAt) + ", worked by " + v.owner(l)
	case h.State == funnel.HandoffAccepted:
		taken = "Taken by " + v.Person(h.AnsweredBy)
		if forRep(h) {
			taken += " for " + v.Person(h.To)
		}

		taken += " " + kit.Moment(h.AnsweredAt)
		if h.To != l.Owner {
			taken += ", worked by " + v.owner(l)
		}
	}

	return kit.Join(taken+".", v.promise(l))
}

func (v voice) opportunity(l funnel.Lead) string {
	return kit.Join(v.deal(l)+" Worked by "+v.owner(l)+".", v.promise(l))
}

// deal is the opportunity in a sentence.
func (v voice) deal(l funnel.Lead) string {
	text := "An opportunity"
	if !l.Amount.IsZero() {
		text += " of "
	} else if !l.CloseBy.IsZero() {
		text += ", "
	}

	return text + terms(l) + "."
}

// terms are what is known of an opportunity: its amount and its date.
func terms(l funnel.Lead) string {
	var parts []string
	if !l.Amount.IsZero() {
		parts = append(parts, kit.Escape(l.Amount.String()))
	}

	if !l.CloseBy.IsZero() {
		parts = append(parts, "expected to close by "+l.CloseBy.Words())
	}

	return strings.Join(parts, ", ")
}

func (v voice) won(l funnel.Lead) string {
	text := "Won by " + v.owner(l) + " " + kit.Moment(ended(l))
	if !l.Amount.IsZero() {
		text += ": " + kit.Escape(l.Amount.String())
	}

	return text + "."
}

func (v voice) lost(l funnel.Lead) string {
	return "Lost " + kit.Moment(ended(l)) + ": " + v.Reason(agreement.WhyLost, l.Reason) + ". Worked by " + v.owner(l) +
		"."
}

func (v voice) disqualified(l funnel.Lead) string {
	return "Disqualified " + kit.Moment(ended(l)) + ": " + v.Reason(agreement.WhyDisqualified, l.Reason) + "."
}

func (v voice) recycled(l funnel.Lead) string {
	if l.RecycleUntil.IsZero() {
		return "Put aside. It is back with " + v.Person(l.Marketer) + "."
	}

	return "Put aside until " + l.RecycleUntil.Words() + ". It comes back to " + v.Person(l.Marketer) + " that morning."
}

// promise says what is due next on a lead, and whether reminders are off.
func (v voice) promise(l funnel.Lead) string {
	clock, ok := l.Clocks.Soonest()
	if !ok {
		return ""
	}

	is := " is due "
	if v.Now.After(clock.DueAt) {
		is = " was due "
	}

	text := kit.Capital(kit.ClockNames[clock.Kind].Noun) + is + kit.Moment(clock.DueAt) + "."
	if clock.Kind == agreement.ClockDepth {
		text = ""
	}

	text = kit.Join(text, v.attempts(l))
	if clock.QuietUntil.After(v.Now) {
		text += " No reminders before " + kit.Moment(clock.QuietUntil) + "."
	}

	return text
}

// ended is when a lead came to where it stands; imported ones know no other
// end.
func ended(l funnel.Lead) time.Time {
	if l.EndedAt.IsZero() {
		return l.StageSince
	}

	return l.EndedAt
}

// HotMark stands before a hot lead while sales has it.
func HotMark(l funnel.Lead) string {
	if l.Hot() && (l.Offered() || l.Stage.WithSales()) {
		return "🔥 "
	}

	return ""
}

// hotPromise says how fast the first touch of a hot lead is.
func (v voice) hotPromise(l funnel.Lead) string {
	if !l.Hot() {
		return ""
	}

	level := v.Definition.ServiceLevels.Of(agreement.ClockFirstTouch, l.Class())
	if level.IsZero() {
		return "🔥 It is hot: it cannot wait."
	}

	return "🔥 It is hot: the first touch is due within " + level.String() + " of accepting."
}

// hotField asks whether a handoff is hot. Where the definition says so
// already, it tells by which rule.
func hotField(c kit.Context, l funnel.Lead) slack.Block {
	if rule, ok := l.HotBy(c.Definition); ok {
		return kit.ContextLine("🔥 It is hot by your definition: " + kit.Shown(rule.String(), kit.MaxFact) + ".")
	}

	hint := ""
	if level := c.Definition.ServiceLevels.FirstTouchHot; !level.IsZero() {
		hint = "The first touch is then due within " + level.String() + " of accepting."
	}

	return kit.Tick(kit.FieldHot, "Hot?", "🔥 It cannot wait", hint)
}

// attempts says how often sales has tried to reach a lead of which attempts
// are promised.
func (v voice) attempts(l funnel.Lead) string {
	c, ok := l.Clocks.Of(agreement.ClockDepth)
	if !ok {
		return ""
	}

	are := "are"
	if v.Now.After(c.DueAt) {
		are = "were"
	}

	return fmt.Sprintf("Tried %d of %d times; the others %s due by %s.", c.Attempts, c.Wanted, are, kit.Moment(c.DueAt))
}

func asHot(e funnel.Entry) string {
	if e.Class == agreement.ClassHot {
		return " as hot"
	}

	return ""
}

// keptLate says by how much promises were late that an act kept after all.
func (v voice) keptLate(e funnel.Entry) string {
	var text strings.Builder
	for _, o := range e.Clocks {
		if o.Late > 0 {
			text.WriteString(" " + kit.Capital(kit.ClockNames[o.Kind].Noun) + " came " +
				kit.InMarkup(v.Policy.LateIn(o.Person, o.Late, o.Before), v.Person) + " late.")
		}
	}

	return text.String()
}

// owner is the rep of a lead, who need not be a Slack user.
func (v voice) owner(l funnel.Lead) string {
	if l.OutsideOwner != "" {
		return kit.Shown(l.OutsideOwner, kit.MaxShown)
	}

	return v.Person(l.Owner)
}

// holder is who has a lead: its rep, or its marketer.
func (v voice) holder(l funnel.Lead) string {
	if withMarketing(l) {
		return v.Person(l.Marketer)
	}

	return v.owner(l)
}

// LeadNamed names a lead in a sentence. Only the number is bold: a star in the
// name must not end it.
func LeadNamed(l funnel.Lead) string {
	if l.Who() == l.ID.String() {
		return "*" + l.ID.String() + "*"
	}

	return "*" + l.ID.String() + "* " + kit.Shown(l.Who(), kit.MaxShown)
}

// title names a lead where there is no markup.
func title(l funnel.Lead) string {
	if l.Who() == l.ID.String() {
		return l.ID.String()
	}

	return l.ID.String() + " · " + kit.Flat(l.Who())
}
