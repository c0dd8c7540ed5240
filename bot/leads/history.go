package leads

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
)

// HistoryList tells a lead's story, oldest first. Where it is too long, the
// latest page of it is the first to be shown.
func HistoryList(c kit.Context, l funnel.Lead, entries []funnel.Entry) kit.Message {
	v := direct(c, "")
	title := "The story of " + LeadNamed(l)
	if spent := v.spent(l); spent != "" && len(entries) > 0 {
		title += "\n" + spent
	}

	if len(entries) == 0 {
		return kit.Reply(title + "\nNothing is written down yet.")
	}

	told := kit.Group{Rows: kit.Lines(kit.Each(entries, v.entryLine))}
	return kit.List{Title: title, Groups: []kit.Group{told}, Latest: true}.Message()
}

func (v voice) entryLine(e funnel.Entry) string {
	told := string(e.Kind)
	if tell, ok := tales[e.Kind]; ok {
		told = tell(v, e)
	} else if a := actThatMakes(e.Kind); a.history != nil {
		told = a.history(v, e)
	}

	line := "• " + kit.Moment(e.At) + ": " + told + answered(e) + v.keptLate(e)
	if e.Note != "" {
		line += " “" + kit.Shown(e.Note, kit.MaxFact) + "”"
	}

	return line
}

// tales tell the entries that no act makes.
var tales = map[funnel.EntryKind]func(voice, funnel.Entry) string{
	funnel.EntryLogged: func(v voice, e funnel.Entry) string {
		if e.Door != "" {
			return "it came in through " + kit.Shown(e.Door, kit.MaxShown) + from(e.Source) + "."
		}

		return v.Person(e.By) + " logged it" + from(e.Source) + "."
	},
	funnel.EntryImported: func(v voice, e funnel.Entry) string {
		if e.From == e.To {
			return "an imported file filled in what was blank."
		}

		return "it was " + v.StageLabel(e.To) + ", according to an imported file."
	},
	funnel.EntryDefaulted: func(v voice, e funnel.Entry) string {
		return "nobody answered in time, so it counts as taken by " + v.entryOwner(e) + ". No person accepted it."
	},
	funnel.EntryLapsed: func(voice, funnel.Entry) string {
		return "nobody answered in time, so it went back to marketing."
	},
	funnel.EntryRuled: func(v voice, e funnel.Entry) string {
		if e.Verdict == funnel.VerdictOverturned {
			return v.Person(e.By) + " overturned the rejection, so it does not count:"
		}

		return v.Person(e.By) + " upheld the rejection:"
	},
	funnel.EntryReturned: func(v voice, _ funnel.Entry) string { return "it came back to marketing." },
	funnel.EntryMissed: func(v voice, e funnel.Entry) string {
		return "the time for " + promised(e) + " ran out."
	},
	funnel.EntryNudged: func(v voice, e funnel.Entry) string {
		if e.RemindedPerson != v.late(e) {
			return v.Person(e.RemindedPerson) + " was told that " + promised(e) + " by " + v.Person(v.late(e)) + " is late."
		}

		return v.Person(e.RemindedPerson) + " was reminded that " + promised(e) + " is late."
	},
	funnel.EntryEscalated: func(v voice, e funnel.Entry) string {
		return promised(e) + " by " + v.Person(v.late(e)) + " is so late that " + v.Person(e.RemindedPerson) + " hears of it."
	},
	funnel.EntryLent: func(v voice, e funnel.Entry) string {
		return v.Person(e.About) + " is away; " + v.Person(e.Owner) + " has it meanwhile."
	},
	funnel.EntryGivenBack: func(v voice, e funnel.Entry) string {
		return v.Person(e.Owner) + " is back, and has it again from " + v.Person(e.About) + "."
	},
	funnel.EntryDeadlinesMoved: func(voice, funnel.Entry) string { return "the deadline follows the working time, which changed." },
	funnel.EntryOpened: func(voice,
		funnel.Entry,
	) string {
		return "anybody of its pool could claim it from then on."
	},
	funnel.EntryErased: func(v voice, e funnel.Entry) string {
		return v.Person(e.By) + " erased the person on request, with all that was said of them."
	},
	funnel.EntryUnrouted: func(voice, funnel.Entry) string { return "nobody could take it in turn." },
	funnel.EntryUndone: func(v voice, e funnel.Entry) string {
		names := kit.Each(e.Undoes, func(undone funnel.Entry) string { return undoneName(undone.Kind) })
		return v.Person(e.By) + " took back " + strings.Join(names, " and ") + "."
	},
}

func historyEdited(v voice, e funnel.Entry) string {
	if !e.Amount.IsZero() {
		return v.Person(e.By) + " set the amount to " + kit.Escape(e.Amount.String()) + "."
	}

	return v.Person(e.By) + " corrected it."
}

func historyTouched(v voice, e funnel.Entry) string {
	line := touchName(e.Touch) + " by " + v.Person(e.By)
	if e.Door != "" {
		line = touchName(e.Touch) + " through " + kit.Shown(e.Door, kit.MaxShown)
	}

	if e.Outcome != "" {
		line += ": " + kit.Shown(e.Outcome, kit.MaxFact)
	}

	return line + "."
}

func historyHandedOff(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " handed it to " + v.entryOwner(e) + asHot(e) + "."
}

func historyAsked(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " asked marketing:"
}

func historyAnswered(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " answered:"
}

func historyAccepted(v voice, e funnel.Entry) string {
	if e.Owner != "" && e.Owner != e.By {
		return v.Person(e.By) + " accepted it for " + v.Person(e.Owner) + "."
	}

	return v.Person(e.By) + " accepted it."
}

func historyDisputed(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " disputed the rejection:"
}

func historyRejected(v voice, e funnel.Entry) string {
	return kit.Join(v.Person(e.By)+" rejected it: "+v.Reason(agreement.WhyRejected, e.Reason)+".", borneOut(e.Proof))
}

func historyAssigned(v voice, e funnel.Entry) string {
	to := v.entryOwner(e)
	if e.Owner == "" {
		to = v.Person(e.Marketer)
	}

	if v.Person(e.By) == to {
		return to + " took it."
	}

	return v.Person(e.By) + " gave it to " + to + "."
}

func historyQualified(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " made an opportunity of it: " + kit.Escape(e.Amount.String()) + "."
}

func historyWon(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " won it: " + kit.Escape(e.Amount.String()) + "."
}

func historyLost(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " closed it as lost: " + v.Reason(agreement.WhyLost, e.Reason) + "."
}

func historyDisqualified(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " disqualified it: " + v.Reason(agreement.WhyDisqualified, e.Reason) + "."
}

func historyRecycled(v voice, e funnel.Entry) string {
	if e.Day.IsZero() {
		return v.Person(e.By) + " put it aside."
	}

	return v.Person(e.By) + " put it aside until " + e.Day.Words() + "."
}

func historyHandedBack(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " handed it back to marketing: " + v.Reason(agreement.WhyRejected, e.Reason) + "."
}

func historySnoozed(v voice, e funnel.Entry) string {
	return v.Person(e.By) + " put off reminders until " + kit.Moment(e.Until) + "."
}

func from(source string) string {
	if source == "" {
		return ""
	}

	return ", from " + kit.Shown(source, kit.MaxShown)
}

func (v voice) entryOwner(e funnel.Entry) string {
	if e.OutsideOwner != "" {
		return kit.Shown(e.OutsideOwner, kit.MaxShown)
	}

	return v.Person(e.Owner)
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

	return kit.ClockNames[e.Clocks[0].Kind].Noun
}

// spent says whose turn a lead's life was so far: "with marketing 2 d 3 h (11
// h of it working time)".
func (v voice) spent(l funnel.Lead) string {
	var parts []string
	for _, s := range l.SpentBy(v.Now, v.Policy) {
		part := s.Turn.Name() + " " + lasted(s.Wall)
		if ours := s.Turn == funnel.TurnMarketing || s.Turn == funnel.TurnSales; ours && s.Worked >= time.Minute &&
			s.Worked < s.Wall {
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
