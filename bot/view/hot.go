package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/report"
)

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
func (c Context) hotField(l funnel.Lead) slack.Block {
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
	c, ok := l.Clock(agreement.ClockDepth)
	if !ok {
		return ""
	}
	are := "are"
	if v.Now.After(c.DueAt) {
		are = "were"
	}
	return fmt.Sprintf("Tried %d of %d times; the others %s due by %s.", c.Done, c.Wanted, are, Moment(c.DueAt))
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
			text.WriteString(" " + capital(clockNames[o.Kind]) + " came " + report.Worked(o.Late) + " late, in working time.")
		}
	}
	return text.String()
}
