package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/report"
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
	return sentence(say(v, l))
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

func (v voice) stage(l funnel.Lead) string { return v.stageLabel(l.Stage) }

func (c Context) stageLabel(s agreement.Stage) string { return shown(c.Definition.Label(s), maxShown) }

func (v voice) offered(l funnel.Lead) string {
	if l.Asked() {
		return join(v.handed(l), v.waitsForMarketing(l))
	}
	return join(v.handed(l), v.promise(l))
}

// handed says who handed the lead to whom, and when.
func (v voice) handed(l funnel.Lead) string {
	h := l.Handoff
	how := "Handed to "
	switch {
	case h.InTurn:
		how = "Handed, in turn, to "
	case h.Former:
		how = "Handed again to "
	}
	return how + v.person(h.To) + " by " + v.person(h.By) + " " + Moment(h.At) + "."
}

func (v voice) withMarketing(l funnel.Lead) string {
	with := "It is with " + v.person(l.Marketer) + " in marketing."
	if l.Stage == agreement.Inquiry && !l.Reachable() {
		with += " It has no e-mail address or phone number yet."
	}
	switch h := l.Handoff; {
	case l.BackByHand():
		return sentence(v.person(l.FormerOwner) + " handed it back: " + v.reason(agreement.WhyRejected, l.Reason) + ". It is back with " + v.person(l.Marketer) + ".")
	case h.State == funnel.HandoffRejected:
		return sentence(v.person(h.AnsweredBy) + " rejected it " + Moment(h.AnsweredAt) + ": " + v.reason(agreement.WhyRejected, l.Reason) + ". It is back with " + v.person(l.Marketer) + ".")
	case h.State == funnel.HandoffLapsed:
		return "Nobody answered the handoff to " + v.person(h.To) + " in time. It is back with " + v.person(l.Marketer) + " since " + Moment(h.AnsweredAt) + "."
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
		taken = "Nobody answered in time, so it counts as taken since " + Moment(h.AnsweredAt) + ", worked by " + v.owner(l)
	case h.State == funnel.HandoffAccepted:
		taken = "Taken by " + v.person(h.AnsweredBy)
		if forRep(h) {
			taken += " for " + v.person(h.To)
		}
		taken += " " + Moment(h.AnsweredAt)
		if h.To != l.Owner {
			taken += ", worked by " + v.owner(l)
		}
	}
	return join(taken+".", v.promise(l))
}

func (v voice) opportunity(l funnel.Lead) string {
	return join(v.deal(l)+" Worked by "+v.owner(l)+".", v.promise(l))
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
		parts = append(parts, Escape(l.Amount.String()))
	}
	if !l.CloseBy.IsZero() {
		parts = append(parts, "expected to close by "+l.CloseBy.Words())
	}
	return strings.Join(parts, ", ")
}

func (v voice) won(l funnel.Lead) string {
	text := "Won by " + v.owner(l) + " " + Moment(ended(l))
	if !l.Amount.IsZero() {
		text += ": " + Escape(l.Amount.String())
	}
	return text + "."
}

func (v voice) lost(l funnel.Lead) string {
	return "Lost " + Moment(ended(l)) + ": " + v.reason(agreement.WhyLost, l.Reason) + ". Worked by " + v.owner(l) + "."
}

func (v voice) disqualified(l funnel.Lead) string {
	return "Disqualified " + Moment(ended(l)) + ": " + v.reason(agreement.WhyDisqualified, l.Reason) + "."
}

func (v voice) recycled(l funnel.Lead) string {
	if l.RecycleUntil.IsZero() {
		return "Put aside. It is back with " + v.person(l.Marketer) + "."
	}
	return "Put aside until " + l.RecycleUntil.Words() + ". It comes back to " + v.person(l.Marketer) + " that morning."
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
	text := capital(clockNames[clock.Kind].noun) + is + Moment(clock.DueAt) + "."
	if clock.Kind == agreement.ClockDepth {
		text = ""
	}
	text = join(text, v.attempts(l))
	if clock.QuietUntil.After(v.Now) {
		text += " No reminders before " + Moment(clock.QuietUntil) + "."
	}
	return text
}

// clockNames are the promises: as a noun in a sentence, in a list, and as a title for many.
var clockNames = map[agreement.ClockKind]struct{ noun, short, many string }{
	agreement.ClockAccept:     {"an answer", "answer", "Answers"},
	agreement.ClockFirstTouch: {"the first touch", "first touch", "First touches"},
	agreement.ClockDepth:      {"the last of the attempts", "attempts", "Attempts"},
	agreement.ClockUpdate:     {"the next update", "update", "Updates"},
	agreement.ClockAnswer:     {"marketing's answer", "answer to a question", "Marketing's answers"},
}

func capital(text string) string { return fault.Capitalised(text) }

// join puts sentences behind each other and leaves out empty ones.
func join(sentences ...string) string {
	var said []string
	for _, s := range sentences {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}

// ended is when a lead came to where it stands; imported ones know no other
// end.
func ended(l funnel.Lead) time.Time {
	if l.EndedAt.IsZero() {
		return l.StageSince
	}
	return l.EndedAt
}

// hotMark stands before a hot lead while sales has it.
func hotMark(l funnel.Lead) string {
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
func hotField(c Context, l funnel.Lead) slack.Block {
	if rule, ok := l.HotBy(c.Definition); ok {
		return context("🔥 It is hot by your definition: " + shown(rule.String(), maxFact) + ".")
	}
	hint := ""
	if level := c.Definition.ServiceLevels.FirstTouchHot; !level.IsZero() {
		hint = "The first touch is then due within " + level.String() + " of accepting."
	}
	return tick(FieldHot, "Hot?", "🔥 It cannot wait", hint)
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
	return fmt.Sprintf("Tried %d of %d times; the others %s due by %s.", c.Attempts, c.Wanted, are, Moment(c.DueAt))
}

func asHot(e funnel.Entry) string {
	if e.Class == agreement.ClassHot {
		return " as hot"
	}
	return ""
}

// keptLate says by how much promises were late that an act kept after all.
func keptLate(e funnel.Entry) string {
	var text strings.Builder
	for _, o := range e.Clocks {
		if o.Late > 0 {
			text.WriteString(" " + capital(clockNames[o.Kind].noun) + " came " + report.Worked(o.Late) + " late, in working time.")
		}
	}
	return text.String()
}
