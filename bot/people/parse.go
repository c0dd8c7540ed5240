package people

import (
	"errors"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

const awayUsage = "/loop away until Monday cover=@rep"

// ofWhom takes the person whom a command is about from its beginning; without
// one it is about who asks.
func ofWhom(in line.Line, me ref.UserID) (ref.UserID, line.Line) {
	if len(in) > 0 {
		if user, ok := desk.ParsePerson(in[0], me); ok {
			return user, in[1:]
		}
	}

	return me, in
}

// parseHours reads [@user] [HOURS] [holidays=AT]. Given says whether anything
// is to be changed.
func parseHours(args line.Line, me ref.UserID) (user ref.UserID, in people.HoursInput, given bool, err error) {
	rest, found, err := line.Options{"holidays": line.OneWord}.Cut(args)
	if err != nil {
		return user, in, false, err
	}

	user, rest = ofWhom(rest, me)
	if len(rest) > 0 && rest[0].Unknown() {
		return user, in, false, desk.Unresolved(rest[0])
	}

	in.Week, in.Holidays = strings.ToLower(rest.Text()), found.Text("holidays")
	switch strings.Trim(in.Week, " .,;") {
	case "reset", people.AsWorkspace:
		in = people.HoursInput{Week: people.AsWorkspace, Holidays: people.AsWorkspace}
	}

	if strings.EqualFold(in.Holidays, people.AsWorkspace) {
		in.Holidays = people.AsWorkspace
	}

	return user, in, in != people.HoursInput{}, nil
}

var awayOptions = line.Options{"from": line.OneDate, "until": line.OneDate, "cover": line.OneWord, "note": line.TheRest}

// awayWords begin the days of a leave, where no option does.
var awayWords = map[string]string{"until": "until", "till": "until", "from": "from"}

// namedWithoutSign refuses what stands before the days of a leave: it is the
// name of somebody, and would else be taken for the note of one's own leave.
func namedWithoutSign(in line.Line, today calendar.Date) error {
	if len(in) > 0 && in[0].Unknown() {
		return desk.Unresolved(in[0])
	}

	days := slices.IndexFunc(in, func(word line.Token) bool {
		name, _, _ := strings.Cut(strings.ToLower(word.Text()), "=")
		return awayWords[name] != ""
	})
	if days < 1 || strings.Contains(in[0].Text(), "=") || in[:days].Days(today) > 0 {
		return nil
	}

	return fault.Invalid("Is “%s” somebody whose leave you plan? Then type @ and choose the person from the list, such as `/loop away @%s until Monday`. For your own leave begin with the days, and write the note behind them: `%s`.",
		in[:days].Text(), strings.ToLower(in[0].Text()), awayUsage)
}

// parseAway reads [@user] until DATE [from=DATE] [cover=@rep] [note]. Today is
// the day where the person works.
func parseAway(
	args line.Line, me ref.UserID, todayOf func(ref.UserID) calendar.Date,
) (user ref.UserID, in people.LeaveInput, err error) {
	user, rest := ofWhom(args, me)
	today := todayOf(user)
	if err := namedWithoutSign(rest, today); err != nil {
		return user, in, err
	}

	rest, found, err := awayOptions.CutOn(today, rest)
	if err := errors.Join(err, desk.NoStray(rest, "a leave", awayOptions)); err != nil {
		return user, in, err
	}

	for len(rest) > 1 {
		name := awayWords[strings.ToLower(rest[0].Text())]
		if name == "" || found.Text(name) != "" {
			break
		}

		n := max(1, rest[1:].Days(today))
		found[name], rest = rest[1:1+n], rest[1+n:]
	}

	if found.Text("until") == "" {
		return user, in, fault.Invalid("Until when? Expected the first day back, such as `%s`.", awayUsage)
	}

	v := desk.NewValues(desk.Filled(found.Texts()), "", today)
	in.Until, in.From = v.Date("until"), v.Date("from")
	if cover := found["cover"]; len(cover) > 0 {
		var ok bool
		if in.Cover, ok = desk.ParsePerson(cover[0], me); !ok {
			return user, in, fault.Invalid("“%s” is not a person. Type @ and choose who covers from the list, such as `%s`.", cover.Text(), awayUsage)
		}
	}

	in.Note = strings.TrimSpace(rest.Text() + " " + v.Text("note"))
	return user, in, v.Err
}
