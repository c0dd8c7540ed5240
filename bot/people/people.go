package people

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/leads"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// HoursModel is somebody's working time.
type HoursModel struct {
	Availability people.Availability
	Calendar     calendar.Calendar // their own, with their hours, zone and holidays
	Workspace    calendar.Calendar
	Changed      bool // just now
	MayChange    bool // the reader may
}

// hoursText says when somebody works.
func hoursText(c kit.Context, m HoursModel, reader ref.UserID) kit.Message {
	v, a := kit.Direct(c, reader), m.Availability
	text := "*Working time of " + v.Person(a.User) + "*"
	if a.User == reader {
		text = "*Your working time*"
	}

	if m.Changed {
		text = "Saved. Open deadlines follow within a minute.\n" + text
	}

	zone := kit.Shown(m.Calendar.Location.String(), kit.MaxShown)
	if a.Zone == "" {
		zone += " (the workspace's; Slack has not said otherwise)"
	}

	lines := []string{
		"• Hours: " + calendar.WeekText(m.Calendar.Week) + ofWorkspace(a.Week == nil),
		"• Public holidays: " + countryName(m.Calendar.Country) + ofWorkspace(a.Holidays == ""),
		"• Time zone: " + zone,
	}
	text += "\n" + strings.Join(lines, "\n") + "\nDeadlines and reminders keep to it."
	if !m.MayChange {
		return kit.Reply(text)
	}

	b := slack.NewButtonBlockElement(ActionHours, string(a.User), kit.PlainText("Change", kit.MaxTitle))
	return kit.Reply(text, slack.NewActionBlock("", b))
}

func ofWorkspace(same bool) string {
	if same {
		return " (as the workspace)"
	}

	return ""
}

// editHours asks for somebody's hours and holidays.
func editHours(c kit.Context, m HoursModel) slack.ModalViewRequest {
	week, holidays := "", people.AsWorkspace
	if m.Availability.Week != nil {
		week = calendar.WeekText(*m.Availability.Week)
	}

	if m.Availability.Holidays != "" {
		holidays = m.Availability.Holidays
	}

	choices := []kit.Choice{
		{Value: people.AsWorkspace, Label: "As the workspace: " + countryName(m.Workspace.Country)},
		{Value: calendar.NoHolidays, Label: "None"},
	}
	codes := calendar.HolidayCountries()
	if strings.Contains(holidays, "-") { // all regions are more than a menu holds
		codes = append(codes, holidays)
		slices.Sort(codes)
	}

	for _, code := range codes {
		choices = append(choices, kit.Choice{Value: code, Label: countryName(code)})
	}

	return kit.Modal(callbackHours, "Working time", "Save", kit.Metadata{User: m.Availability.User},
		kit.ContextLine("Of "+kit.Shown(c.NameOf(m.Availability.User), kit.MaxShown)+". The time zone comes from Slack."),
		kit.TextField{
			Field: kit.FieldWeek, Label: "Hours", Placeholder: "mon-thu 09:00-12:30, 13:30-18:00; fri 09:00-14:00", Value: week,
			Limit: kit.LimitNote, Lines: true,
			Hint: "Days that are not named are free. Empty: as the workspace, " + calendar.WeekText(m.Workspace.Week) + ".",
		}.Block(),
		kit.Menu(kit.FieldHolidays, "Public holidays", "Of a region: /loop hours holidays=DE-BY.", holidays, choices),
	)
}

// leaving says what was planned. Only reps are offered a cover: nobody else can
// have one.
func leaving(c kit.Context, user people.Person, l people.Leave, reader ref.UserID) kit.Message {
	v := kit.Direct(c, reader)
	who, whose := v.Person(user.ID)+" is", "Their"
	if user.ID == reader {
		who, whose = "You are", "Your"
	}

	text := who + " away from " + l.From.Words() + "; the first day back is " + l.Until.Spoken() + "."
	if l.Cover != "" {
		return kit.Reply(text + " " + v.Person(l.Cover) + " has the open leads meanwhile. They come back by themselves.")
	}

	text += " " + whose + " leads wait, and no deadline runs."
	if user.In(ref.Sales) {
		text += " To have them worked meanwhile, add `cover=@rep` to the same command."
	}

	return kit.Reply(text)
}

// returned says that a leave was ended or cancelled.
func returned(c kit.Context, user, reader ref.UserID) kit.Message {
	if user == reader {
		return kit.Reply("Noted: you are here. Leads that were lent come back to you within a minute.")
	}

	return kit.Reply("Noted: " + kit.Direct(c, reader).Person(user) + " is here. Leads that were lent go back within a minute.")
}

// awayList lists who is away and who covers.
func awayList(c kit.Context, away []people.Absence, reader ref.UserID) kit.Message {
	v := kit.Direct(c, reader)
	if len(away) == 0 {
		return kit.Reply("Nobody is away, and no leave is planned for the next two months. `/loop away until Monday cover=@rep` plans one.", planLeave())
	}

	lines := kit.Each(away, func(a people.Absence) string { return "• " + Absence(v, a) })
	m := kit.Listing("*Who is away*", lines, 0, "")
	m.Blocks = append(m.Blocks, planLeave())
	return m
}

func planLeave() slack.Block {
	return slack.NewActionBlock("",
		slack.NewButtonBlockElement(actionAway, "", kit.PlainText("Plan a leave", kit.MaxButton)))
}

// Absence says in a line who is away, until when, and who covers.
func Absence(v kit.Voice, a people.Absence) string {
	who := kit.Sentence(v.Person(a.User))
	if a.User == v.Reader {
		who = "You"
	}

	switch {
	case a.Gone:
		return who + ": gone, the account is deactivated · " + kit.Counted(a.Leads, "open lead")
	case !a.Now:
		text := who + ": from " + a.Leave.From.Words() + " until " + a.Leave.Until.Words()
		if a.With != "" {
			text += " · " + covers(v, a.With)
		}

		return text
	case a.With == "":
		return who + ": until " + a.Leave.Until.Words() + " · nobody covers, " +
			kit.Counted(a.Leads, "lead waits", "leads wait")
	}

	return who + ": until " + a.Leave.Until.Words() + " · " + covers(v, a.With) + ", " + kit.Counted(a.Leads, "lead")
}

func covers(v kit.Voice, cover ref.UserID) string {
	if cover == v.Reader {
		return "you cover"
	}

	return v.Person(cover) + " covers"
}

// movedNotice tells in one message which leads were lent, given back, passed
// on, wait, or are left by somebody who is gone.
func movedNotice(c kit.Context, n funnel.Notice, them []funnel.Lead) kit.Message {
	v := kit.Direct(c, n.To)
	text, act := moved(v, n), leads.ActionShow
	if n.Kind == funnel.NoticeWaiting || n.Kind == funnel.NoticeGone {
		act = leads.ActionAssign
	}

	m := kit.NewMessage(text, kit.Section(text))
	for _, l := range them {
		var accessory *slack.Accessory
		if !l.Stage.Ended() {
			accessory = slack.NewAccessory(leads.Button(l, act))
		}

		m.Blocks = append(m.Blocks,
			slack.NewSectionBlock(kit.Markup(strings.TrimPrefix(leads.LeadLines(v, []funnel.Lead{l})[0], "• ")), nil,
				accessory))
	}

	if left := n.Count - len(n.Leads); left > 0 {
		m.Blocks = append(m.Blocks, kit.ContextLine(kit.AndMore(left)))
	}

	if n.Kind == funnel.NoticeGone {
		m.Blocks = append(m.Blocks, slack.NewActionBlock("", HandOutButton(n.About, n.Count)))
	}

	return m
}

func moved(v kit.Voice, n funnel.Notice) string {
	leads, mine := kit.Counted(n.Count, "open lead"), n.To == n.About
	until := ""
	if !n.Day.IsZero() {
		until = " until " + n.Day.Words()
	}

	switch n.Kind {
	case funnel.NoticeLent:
		if mine {
			return "While you are away" + until + ", " + others(v, n.With) + " " + has(n.With) + " your " + leads +
				". You get back what is still open, by itself."
		}

		if until == "" {
			return v.Person(n.About) + " is gone, and had " + leads + " of somebody who is away. You have " + themOrIt(n.Count) +
				" meanwhile."
		}

		return v.Person(n.About) + " is away" + until + ", and you stand in. You have " + leads + " meanwhile; what is still open goes back by itself. What was left of each deadline counts on in your hours."
	case funnel.NoticeGivenBack:
		if mine {
			return "Welcome back. These " + leads + " are yours again, with what was left of each deadline."
		}

		return v.Person(n.About) + " is back, and has these " + leads + " again. Thank you for standing in. Nothing more is expected of you here."
	case funnel.NoticePassedOn:
		return leads + " waited too long for your answer, and went to the next in turn. Nothing more is expected of you here."
	case funnel.NoticeWaiting:
		return v.Person(n.About) + " is away" + until + " and nobody covers. " + kit.Counted(n.Count, "open lead waits", "open leads wait") + "; no deadline runs meanwhile. Give to somebody else what cannot wait."
	default:
		return v.Person(n.About) + " has no active account in Slack any more, and leaves " + leads + ". Give " + themOrIt(n.Count) + " to somebody else."
	}
}

// others names who has the leads; where they are several, none of them.
func others(v kit.Voice, with ref.UserID) string {
	if with == "" {
		return "others"
	}

	return v.Person(with)
}

func has(with ref.UserID) string {
	if with == "" {
		return "have"
	}

	return "has"
}

func themOrIt(n int) string {
	if n == 1 {
		return "it"
	}

	return "them"
}

// handedOut says what became of the leads of somebody who is gone or away, and
// which of them nobody can take in turn now.
func handedOut(c kit.Context, user ref.UserID, given, left []funnel.Lead) kit.Message {
	v := kit.Direct(c, "")
	if len(given)+len(left) == 0 {
		return kit.Reply(kit.Sentence(v.Person(user)) + " has no open leads with sales any more.")
	}

	title := "None of the " + kit.Counted(len(left), "lead") + " of " + v.Person(user) + " went to anybody."
	if len(given) > 0 {
		title = kit.Counted(len(given), "lead") + " of " + v.Person(user) + " went to the team in turn."
	}

	lines := kit.Each(given, func(l funnel.Lead) string { return "• " + leads.LeadNamed(l) + " to " + v.Person(l.Owner) })
	m := kit.Listing(title, lines, 0, "")
	if len(left) > 0 {
		m.Blocks = append(m.Blocks, kit.Section(leftBehind(left)))
	}

	return m
}

// leftBehind says what to do about leads that nobody can take in turn.
func leftBehind(left []funnel.Lead) string {
	named := kit.Each(left[:min(len(left), maxLeftNamed)], func(l funnel.Lead) string { return l.ID.String() })
	names := strings.Join(named, ", ")
	if more := len(left) - len(named); more > 0 {
		names += " and " + kit.Number(more) + " more"
	}

	return "Nobody can take " + names + " in turn now: everybody is away or has had their leads. Give one to somebody with `/lead assign " +
		left[0].ID.String() + " @rep`, or press the button again later; `/loop routing` shows who is missing."
}

const maxLeftNamed = 10

// HandOutButton asks first: it may move a great many leads at once.
func HandOutButton(user ref.UserID, leads int) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(actionHandOut, string(user),
		kit.PlainText("Give all to the team in turn", kit.MaxTitle*2))
	b.Confirm = kit.Confirm("Give all to the team?", kit.Counted(leads, "open lead")+" will go to whoever is next in turn, and they are told.", "Give all", "Not now")
	return b
}

// countryName names whose public holidays somebody has: those of a country, or of a region of it.
func countryName(code string) string {
	country, _, _ := strings.Cut(code, "-")
	if name := contact.CountryName(country); name != "" {
		return name + " (" + code + ")"
	}

	return "none"
}

// leaveNotice tells somebody of a leave: their own that somebody else has to do
// with, or one that they cover.
func leaveNotice(c kit.Context, n funnel.Notice) kit.Message {
	v := kit.Direct(c, n.To)
	switch n.Kind {
	case funnel.NoticeLeave:
		return kit.Reply(kit.Sentence(v.Person(n.By)) + " noted that you are away " + fromUntil(n) + "." + meanwhile(v, n.With) + " If that is wrong, `/loop away` changes it and `/loop back` ends it.")
	case funnel.NoticeLeaveOff:
		if calledOff(n) {
			return kit.Reply(kit.Sentence(v.Person(n.By)) + " called off your leave that was to begin on " + n.From.Spoken() +
				".")
		}

		return kit.Reply(kit.Sentence(v.Person(n.By)) + " noted that you are back. Leads that were lent come back to you within a minute.")
	case funnel.NoticeCover:
		return kit.Reply(whoseLeave(v, n) + " away " + fromUntil(n) + ", and you are named as the cover. You have their open leads meanwhile, with what was left of each deadline; what is still open goes back by itself. If you cannot, please tell them.")
	default:
		return kit.Reply(coverless(v, n))
	}
}

// whoseLeave begins a sentence about a leave, with who planned it where that
// was somebody else.
func whoseLeave(v kit.Voice, n funnel.Notice) string {
	if n.By == n.About {
		return kit.Sentence(v.Person(n.About)) + " is"
	}

	return kit.Sentence(v.Person(n.By)) + " noted that " + v.Person(n.About) + " is"
}

func coverless(v kit.Voice, n funnel.Notice) string {
	switch {
	case n.With != "":
		return v.Person(n.With) + " covers for " + v.Person(n.About) + " instead of you. Leads of theirs that you have go there within a minute, and nothing more is expected of you. Thank you."
	case calledOff(n):
		return "You need not cover for " + v.Person(n.About) + ": the leave that was to begin on " + n.From.Spoken() +
			" is called off."
	}

	return v.Person(n.About) + " is back, so nobody needs to cover any more. Thank you."
}

// calledOff says whether a leave was ended before its first day.
func calledOff(n funnel.Notice) bool { return n.From == n.Day }

func fromUntil(n funnel.Notice) string {
	return "from " + n.From.Spoken() + "; the first day back is " + n.Day.Spoken()
}

func meanwhile(v kit.Voice, cover ref.UserID) string {
	if cover == "" {
		return " Your leads wait, and no deadline runs."
	}

	return " " + v.Person(cover) + " has your open leads meanwhile, and they come back by themselves."
}

// leaveForm asks for a leave. Who may plan those of others is asked whose it is.
func leaveForm(c kit.Context, me people.Person, people, covers []ref.UserID) slack.ModalViewRequest {
	blocks := []slack.Block{}
	if len(people) > 0 {
		blocks = append(blocks, c.People(kit.FieldTo, "Who is away?", "", string(me.ID), nil, people))
	}

	blocks = append(blocks,
		kit.DatePicker(kit.FieldFrom, "From", "", c.Today()),
		kit.DatePicker(kit.FieldUntil, "Until", "The first day back.", c.Today().AddDays(weekAhead)))
	if len(covers) > 0 {
		blocks = append(blocks, c.People(kit.FieldCover, "Cover", "Has the open leads meanwhile, and gives them back by itself.", noCover, []kit.Choice{{Value: noCover, Label: "Nobody: the leads wait"}}, covers))
	}

	blocks = append(blocks, kit.TextField{Field: kit.FieldNote, Label: "Note", Limit: kit.LimitNote}.Block())
	return kit.Modal(callbackAway, "Leave", "Save", kit.Metadata{}, blocks...)
}

const (
	weekAhead = 7
	noCover   = "-"
)

// coverOf reads who covers, from the form.
func coverOf(form map[string]string) ref.UserID {
	if cover := form[kit.FieldCover]; cover != noCover {
		return ref.UserID(cover)
	}

	return ""
}
