package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// HistoryList tells a lead's story, oldest first. Where it is too long, the
// beginning is left out.
func HistoryList(c Context, l funnel.Lead, entries []funnel.Entry) Message {
	v := direct(c, "")
	title := "The story of " + leadNamed(l)
	if spent := v.spent(l); spent != "" && len(entries) > 0 {
		title += "\n" + spent
	}
	if len(entries) == 0 {
		return say(title + "\nNothing is written down yet.")
	}
	lines := each(entries, v.entryLine)

	_, left := lineSections(reversed(lines))
	if left > 0 {
		lines = append([]string{"… " + counted(left, "earlier entry", "earlier entries")}, lines[left:]...)
	}
	return listing(title, lines, 0, "")
}

func reversed(lines []string) []string {
	lines = slices.Clone(lines)
	slices.Reverse(lines)
	return lines
}

func (v voice) entryLine(e funnel.Entry) string {
	told := string(e.Kind)
	if tell, ok := tales[e.Kind]; ok {
		told = tell(v, e)
	}
	line := "• " + Moment(e.At) + ": " + told + answered(e) + keptLate(e)
	if e.Note != "" {
		line += " “" + shown(e.Note, maxFact) + "”"
	}
	return line
}

// tales tell one entry of the journal each.
var tales = map[funnel.EntryKind]func(voice, funnel.Entry) string{
	funnel.EntryLogged: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " logged it" + from(e.Source) + "."
	},
	funnel.EntryImported: func(v voice, e funnel.Entry) string {
		return "it was " + v.stageLabel(e.To) + ", according to an imported file."
	},
	funnel.EntryEdited: func(v voice, e funnel.Entry) string {
		if !e.Amount.IsZero() {
			return v.person(e.By) + " set the amount to " + Escape(e.Amount.String()) + "."
		}
		return v.person(e.By) + " corrected it."
	},
	funnel.EntryTouched: func(v voice, e funnel.Entry) string {
		line := touchName(e.Touch) + " by " + v.person(e.By)
		if e.Outcome != "" {
			line += ": " + shown(e.Outcome, maxFact)
		}
		return line + "."
	},
	funnel.EntryHandedOff: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " handed it to " + v.entryOwner(e) + asHot(e) + "."
	},
	funnel.EntryAsked:    func(v voice, e funnel.Entry) string { return v.person(e.By) + " asked marketing:" },
	funnel.EntryAnswered: func(v voice, e funnel.Entry) string { return v.person(e.By) + " answered:" },
	funnel.EntryAccepted: func(v voice, e funnel.Entry) string {
		if e.Owner != "" && e.Owner != e.By {
			return v.person(e.By) + " accepted it for " + v.person(e.Owner) + "."
		}
		return v.person(e.By) + " accepted it."
	},
	funnel.EntryDefaulted: func(v voice, e funnel.Entry) string {
		return "nobody answered in time, so it counts as taken by " + v.entryOwner(e) + ". No person accepted it."
	},
	funnel.EntryLapsed: func(voice, funnel.Entry) string {
		return "nobody answered in time, so it went back to marketing."
	},
	funnel.EntryDisputed: func(v voice, e funnel.Entry) string { return v.person(e.By) + " disputed the rejection:" },
	funnel.EntryRuled: func(v voice, e funnel.Entry) string {
		if e.Verdict == funnel.VerdictOverturned {
			return v.person(e.By) + " overturned the rejection, so it does not count:"
		}
		return v.person(e.By) + " upheld the rejection:"
	},
	funnel.EntryRejected: func(v voice, e funnel.Entry) string {
		return join(v.person(e.By)+" rejected it: "+v.reason(agreement.WhyRejected, e.Reason)+".", borneOut(e.Proof))
	},
	funnel.EntryAssigned: func(v voice, e funnel.Entry) string {
		to := v.entryOwner(e)
		if e.Owner == "" {
			to = v.person(e.Marketer)
		}
		if v.person(e.By) == to {
			return to + " took it."
		}
		return v.person(e.By) + " gave it to " + to + "."
	},
	funnel.EntryQualified: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " made an opportunity of it: " + Escape(e.Amount.String()) + "."
	},
	funnel.EntryWon: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " won it: " + Escape(e.Amount.String()) + "."
	},
	funnel.EntryLost: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " closed it as lost: " + v.reason(agreement.WhyLost, e.Reason) + "."
	},
	funnel.EntryDisqualified: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " disqualified it: " + v.reason(agreement.WhyDisqualified, e.Reason) + "."
	},
	funnel.EntryRecycled: func(v voice, e funnel.Entry) string {
		if e.Day.IsZero() {
			return v.person(e.By) + " put it aside."
		}
		return v.person(e.By) + " put it aside until " + e.Day.Words() + "."
	},
	funnel.EntryHandedBack: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " handed it back to marketing: " + v.reason(agreement.WhyRejected, e.Reason) + "."
	},
	funnel.EntryReturned: func(v voice, _ funnel.Entry) string { return "it came back to marketing." },
	funnel.EntrySnoozed: func(v voice, e funnel.Entry) string {
		return v.person(e.By) + " put off reminders until " + Moment(e.Until) + "."
	},
	funnel.EntryMissed: func(v voice, e funnel.Entry) string {
		return "the time for " + promised(e) + " ran out."
	},
	funnel.EntryNudged: func(v voice, e funnel.Entry) string {
		if e.RemindedPerson != v.late(e) {
			return v.person(e.RemindedPerson) + " was told that " + promised(e) + " by " + v.person(v.late(e)) + " is late."
		}
		return v.person(e.RemindedPerson) + " was reminded that " + promised(e) + " is late."
	},
	funnel.EntryEscalated: func(v voice, e funnel.Entry) string {
		return promised(e) + " by " + v.person(v.late(e)) + " is so late that " + v.person(e.RemindedPerson) + " hears of it."
	},
	funnel.EntryLent: func(v voice, e funnel.Entry) string {
		return v.person(e.About) + " is away; " + v.person(e.Owner) + " has it meanwhile."
	},
	funnel.EntryGivenBack: func(v voice, e funnel.Entry) string {
		return v.person(e.Owner) + " is back, and has it again from " + v.person(e.About) + "."
	},
	funnel.EntryReckoned: func(voice, funnel.Entry) string { return "the deadline follows the working time, which changed." },
	funnel.EntryOpened:   func(voice, funnel.Entry) string { return "anybody of its pool could claim it from then on." },
	funnel.EntryUnrouted: func(voice, funnel.Entry) string { return "nobody could take it in turn." },
	funnel.EntryUndone: func(v voice, e funnel.Entry) string {
		names := each(e.Undoes, func(undone funnel.Entry) string { return undoneName(undone.Kind) })
		return v.person(e.By) + " took back " + strings.Join(names, " and ") + "."
	},
}

func from(source string) string {
	if source == "" {
		return ""
	}
	return ", from " + shown(source, maxShown)
}

func (v voice) entryOwner(e funnel.Entry) string {
	if e.OutsideOwner != "" {
		return shown(e.OutsideOwner, maxShown)
	}
	return v.person(e.Owner)
}

// late is the person whose promise an entry is about.
func (v voice) late(e funnel.Entry) ref.UserID {
	if len(e.Clocks) == 0 {
		return e.Owner
	}
	return e.Clocks[0].Person
}

func promised(e funnel.Entry) string {
	if len(e.Clocks) == 0 {
		return "a promise"
	}
	return clockNames[e.Clocks[0].Kind].noun
}

// spent says whose turn a lead's life was so far: "with marketing 2 d 3 h (11
// h of it working time)".
func (v voice) spent(l funnel.Lead) string {
	var parts []string
	for _, s := range l.SpentBy(v.Now, v.Policy) {
		part := s.Turn.Name() + " " + lasted(s.Wall)
		if ours := s.Turn == funnel.TurnMarketing || s.Turn == funnel.TurnSales; ours && s.Worked >= time.Minute && s.Worked < s.Wall {
			part += " (" + report.Worked(s.Worked) + " of it working time)"
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	text := "Time so far: " + strings.Join(parts, ", ") + "."
	if !l.SalesTouchAt.IsZero() && l.SalesTouchAt.After(l.Handoff.At) && l.Handoffs > 0 {
		text += " From the handoff to the first touch: " + lasted(l.SalesTouchAt.Sub(l.Handoff.At)) + "."
	}
	return text
}

// lasted writes a time by the clock on the wall in its two largest units.
func lasted(d time.Duration) string {
	d = max(d.Round(time.Minute), time.Minute)
	days, hours, minutes := d/(24*time.Hour), d%(24*time.Hour)/time.Hour, d%time.Hour/time.Minute
	switch {
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case days > 0:
		return fmt.Sprintf("%d d", days)
	}
	return report.Worked(hours*time.Hour + minutes*time.Minute)
}
