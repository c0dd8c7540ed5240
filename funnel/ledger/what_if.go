package ledger

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
)

// WhatIf asks how the promises of a period would have gone by other rules.
type WhatIf struct {
	Text   string // as it was asked, for asking again
	Period calendar.Period
	Dated  bool            // the period was named
	Empty  calendar.Period // the one that would have been judged, had any promise begun in it; else zero
	Draft  int             // of the definition, whose promises are the other rules; 0 is none
	set    []func(*agreement.ServiceLevels)
	blocks []calendar.Block
	days   []time.Weekday
}

// exampleWhatIf is what a question may look like.
var exampleWhatIf = fault.ToTryOtherTerms.Way(fault.Option("accept", "2h"), fault.Option("first_touch", "30m"),
	fault.Option("hours", "08:00-18:00"), fault.Option("days", "mon-sat"), fault.Option("period", "2026-Q3"))

// Retimed says whether hours or days are other ones.
func (w WhatIf) Retimed() bool { return len(w.blocks) > 0 || len(w.days) > 0 }

// Later is the same question about the quarter that runs, for where no promise
// began in the last one; not ok where the question names its period.
func (w WhatIf) Later() (later WhatIf, ok bool) {
	later = w
	later.Empty, later.Period = w.Period, w.Period.Next()
	return later, !w.Dated
}

// whatIfLevels are the promises that can be asked for, by their names in the
// form of the definition.
var whatIfLevels = map[string]func(*agreement.ServiceLevels) *calendar.WorkingTime{
	"accept":            func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.Accept },
	"answer":            func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.Answer },
	"first_touch":       func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.FirstTouch },
	"first_touch_hot":   func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.FirstTouchHot },
	"first_touch_other": func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.FirstTouchOther },
	"depth":             func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.Depth.Within },
	"update":            func(s *agreement.ServiceLevels) *calendar.WorkingTime { return &s.Update },
}

// ParseWhatIf reads a question such as "accept=2h hours=08:00-18:00
// days=mon-sat period=2026-Q3"; without a period it is about the last quarter.
func ParseWhatIf(text string, today calendar.Date) (WhatIf, error) {
	w := WhatIf{Text: fault.Tidy(text), Period: calendar.QuarterOf(today).Prev()}
	for _, option := range whatIfOptions(w.Text) {
		if err := w.read(option.key, option.value, today); err != nil {
			return w, err
		}
	}

	switch {
	case w.Draft == 0 && len(w.set) == 0 && !w.Retimed():
		return w, fault.Invalid("What should be different? Expected promises, hours or days, such as %s.", exampleWhatIf)
	case w.Period.From.After(today):
		return w, fault.Invalid("The period %s has not begun, so there is nothing to judge. Take one from the past, such as %s.", w.Period.Label, fault.Option("period", calendar.QuarterOf(today).Prev().Label))
	}

	return w, nil
}

type whatIfOption struct{ key, value string }

// whatIfOptions cuts a text before each word with an equals sign.
func whatIfOptions(text string) []whatIfOption {
	var out []whatIfOption
	for word := range strings.FieldsSeq(text) {
		key, value, found := strings.Cut(word, "=")
		switch {
		case found:
			out = append(out, whatIfOption{strings.ToLower(strings.ReplaceAll(key, "-", "_")), value})
		case len(out) == 0:
			out = append(out, whatIfOption{key: word})
		default:
			last := &out[len(out)-1]
			last.value = strings.TrimSpace(last.value + " " + word)
		}
	}

	return out
}

func (w *WhatIf) read(key, value string, today calendar.Date) (err error) {
	if level, ok := whatIfLevels[key]; ok {
		within, err := calendar.ParseWorkingTime(value)
		w.set = append(w.set, func(s *agreement.ServiceLevels) { *level(s) = within })
		return err
	}

	switch key {
	case "hours":
		if w.blocks, err = calendar.ParseBlocks(strings.ReplaceAll(value, "–", "-")); err != nil || len(w.blocks) == 0 {
			return fault.Invalid("%s are not working hours. Expected something like %s or %s.",
				fault.Quoted(value), fault.Option("hours", "08:00-18:00"), fault.Option("hours", "08:00-12:00, 13:00-18:00"))
		}
	case "days":
		if w.days, err = calendar.DayNames(strings.ToLower(value)); err != nil {
			return fault.Invalid("%s are not days of the week. Expected something like %s.", fault.Quoted(value), fault.Option("days", "mon-sat"))
		}
	case "period":
		w.Dated = true
		if w.Period, err = (calendar.Reading{Today: today, Past: true}).Period(value); err != nil {
			return fault.Invalid("%s", fault.Sentence(err))
		}

		if err = w.Period.CheckLength(); err != nil {
			return fault.Invalid("%s", fault.Sentence(err))
		}
	case "draft":
		if w.Draft, err = strconv.Atoi(value); err != nil || w.Draft < 1 {
			return fault.Invalid("%s is not the number of a draft. Expected something like %s.", fault.Quoted(value), fault.Option("draft", 5))
		}
	default:
		return fault.Invalid("%s is not something that can be different. Expected accept, answer, first_touch, first_touch_hot, first_touch_other, depth, update, hours, days, period or draft, such as %s.", fault.Quoted(key), exampleWhatIf)
	}

	return nil
}

// Policy is what was agreed, with what is asked about put in its place. The
// draft is that of the question; people whose hours are their own keep them.
func (w WhatIf) Policy(p funnel.Policy, draft agreement.Definition) funnel.Policy {
	if w.Draft > 0 {
		p.Definition.ServiceLevels = draft.ServiceLevels
	}

	for _, set := range w.set {
		set(&p.Definition.ServiceLevels)
	}

	if !w.Retimed() {
		return p
	}

	p.Calendar.Week = w.week(p.Calendar.Week)
	known := make([]people.Availability, 0, len(p.People))
	for _, own := range p.People {
		known = append(known, own.Availability)
	}

	p.People = people.NewPeople(known, p.Calendar)
	return p
}

// week has the hours that are asked about, else those of the first working
// day, on the days that are asked about, else on the working days.
func (w WhatIf) week(was calendar.WorkWeek) calendar.WorkWeek {
	blocks, days := w.blocks, w.days
	for _, day := range calendar.WeekOrder {
		open := was[day]
		if len(open) > 0 && len(blocks) == 0 {
			blocks = open
		}

		if len(open) > 0 && len(w.days) == 0 {
			days = append(days, day)
		}
	}

	var week calendar.WorkWeek
	for _, day := range days {
		week[day] = slices.Clone(blocks)
	}

	return week
}
