package campaigns

import (
	"cmp"
	"errors"
	"regexp"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ledger"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/stats"
)

const spendUsage = "/campaign spend LogiMAT 2027 4500 on=2026-12-01"

var fieldOptions = line.Options{
	"name": line.TheRest, "channel": line.OneWord, "from": line.OneDate, "until": line.OneDate, "alias": line.TheRest,
	"aliases": line.TheRest, "utm": line.TheRest,
	"audience": line.TheRest, "persona": line.TheRest, "message": line.TheRest, "budget": line.TheRest,
	"expects": line.OneWord, "goal": line.TheRest, "why": line.TheRest,
	"status": line.OneWord,
}

// campaignLine is a campaign as it was written in one line. The goal that it
// serves is still to be looked up.
type campaignLine struct {
	campaigns.Input
	goal string
}

// parseCampaign reads what is written about a campaign, and gives the words
// that are no option. Given says whether there were any options.
func parseCampaign(
	args line.Line, currency string, today calendar.Date,
) (in campaignLine, rest line.Line, given bool, err error) {
	rest, found, err := fieldOptions.CutOn(today, args)
	err = errors.Join(err, found.Either("audience", "persona"), desk.NoStray(rest, "a campaign", fieldOptions))
	if err != nil {
		return in, nil, false, err
	}

	in, err = valuesOf(desk.NewValues(desk.Filled(found.Texts()), currency, today))
	return in, rest, len(found) > 0, err
}

// valuesOf reads a campaign from a line or a form.
func valuesOf(v *desk.Values) (campaignLine, error) {
	in := campaigns.Input{
		Name: v.Text("name"), Channel: v.Text("channel"), Message: v.Text("message"), Why: v.Text("why"),
		Audience: cmp.Or(v.Text("audience"), v.Text("persona")),
		Aliases:  desk.Listed(v.Text("alias"), v.Text("aliases"), v.Text("utm")),
		Reopen:   desk.Read(v, reopens, "status"),
		From:     v.Date("from"), Until: v.Date("until"),
		Budget: v.Amount("budget"), Expects: desk.Read(v, parseExpected, "expects"),
	}
	return campaignLine{in, v.Text("goal")}, v.Err
}

// parseExpected reads how many leads a campaign is to bring.
func parseExpected(text string) (int64, error) {
	n, err := stats.ParseWhole(text)
	if err != nil || n < 1 {
		return 0, fault.Invalid("“%s” is not a number of leads. Expected a whole number above 0, such as `expects=400`.", text)
	}

	return int64(n), nil
}

func reopens(status string) (bool, error) {
	if strings.EqualFold(status, "open") {
		return true, nil
	}

	return false, fault.Invalid("“%s” is not a status that can be set. Expected `status=open`, to open a closed campaign again; "+
		"`/campaign close` closes one.", status)
}

// nameBefore reads the longest beginning that is the name of a campaign.
func nameBefore(rest line.Line, names map[string]bool) (name string, left line.Line, ok bool) {
	for n := len(rest); n > 0; n-- {
		if text := strings.Trim(rest[:n].Text(), ",;:"); names[campaigns.Key(text)] {
			return text, rest[n:], true
		}
	}

	return rest.Text(), nil, false
}

var reportOptions = line.Options{"model": line.OneWord, "by": line.OneWord}

// parseShow reads NAME [model=…]; the model may also stand alone behind the
// name. A name that is none is left to the store to refuse.
func parseShow(args line.Line, names map[string]bool) (string, ledger.Model, error) {
	rest, found, err := reportOptions.Cut(args)
	if err != nil {
		return "", "", err
	}

	if _, err := whichCampaign(rest.Text(), "show"); err != nil {
		return "", "", err
	}

	name, left, _ := nameBefore(rest, names)
	model := found.Text("model")
	if _, given := found["model"]; !given && len(left) == 1 {
		model, left = left.Text(), nil
	}

	if err := desk.NoMore(left, "/campaign show LogiMAT 2027 model=w"); err != nil {
		return "", "", err
	}

	m, err := ledger.ParseModel(model)
	return name, m, err
}

// parseList reads [model=…] [by=…].
func parseList(args line.Line) (ledger.Model, campaigns.Grouping, error) {
	rest, found, err := reportOptions.Cut(args)
	if err := errors.Join(err, desk.NoMore(rest, "/campaign list model=w by=audience")); err != nil {
		return "", "", err
	}

	model, err := ledger.ParseModel(found.Text("model"))
	if err != nil {
		return "", "", err
	}

	by, err := campaigns.ParseGrouping(found.Text("by"))
	return model, by, err
}

var questionOptions = line.Options{
	"channel": line.OneWord, "cost": line.TheRest, "expects": line.OneWord,
	"from": line.OneDate, "until": line.OneDate,
}

// parseQuestion reads channel=… cost=…, which may also stand alone, and
// expects=… from=… until=….
func parseQuestion(args line.Line, currency string, today calendar.Date) (q campaigns.Question, err error) {
	rest, found, err := questionOptions.CutOn(today, args)
	if err != nil {
		return q, err
	}

	given := found.Texts()
	for i := range rest {
		word := rest[i : i+1]
		_, noChannel := campaigns.ParseChannel(word.Text())
		switch {
		case given["channel"] == "" && noChannel == nil:
			given["channel"] = word.Text()
		case given["cost"] == "":
			given["cost"] = word.Text()
		default:
			return q, desk.NoMore(word, "/campaign what-if channel=event cost=20000")
		}
	}

	for _, name := range []string{"channel", "cost"} {
		if given[name] == "" {
			delete(given, name) // it is asked for
		}
	}

	v := desk.NewValues(given, currency, today)
	q = campaigns.Question{
		Channel: desk.Read(v, campaigns.ParseChannel, "channel"), Cost: v.Amount("cost"),
		From: v.Date("from"), Until: v.Date("until"), Expects: desk.Read(v, parseExpected, "expects"),
	}
	return q, v.Err
}

var spendOptions = line.Options{"on": line.OneDate, "date": line.OneDate, "note": line.TheRest, "amount": line.TheRest}

// parseSpend reads NAME AMOUNT [on=2026-12-01] [note="…"].
func parseSpend(
	args line.Line, names map[string]bool, currency string, today calendar.Date,
) (string, campaigns.SpendInput, error) {
	var in campaigns.SpendInput
	rest, found, err := spendOptions.CutOn(today, args)
	if err := errors.Join(err, found.Either("on", "date")); err != nil {
		return "", in, err
	}

	if len(rest) == 0 {
		return "", in, fault.Invalid("On which campaign, and how much? Expected `%s`.", spendUsage)
	}

	amount := found.Text("amount")
	_, given := found["amount"]
	name, left, known := nameBefore(rest, names)
	switch last := len(rest) - 1; {
	case given:
	case !known && last > 0:
		name, amount = rest[:last].Text(), rest[last].Text()
	default:
		if len(left) == 1 && known && asYear(left.Text(), name) {
			return "", in, fault.Invalid("“%s” looks like a year, and no campaign is called “%s %s”. If that is what was spent on %s, "+
				"write its currency too: `/campaign spend %s %s%s`. `/campaign list` shows the campaigns.",
				left.Text(), name, left.Text(), name, name, left.Text(), currency)
		}

		amount, left = left.Text(), nil
	}

	if amount == "" {
		return "", in, fault.Invalid("How much was spent? Expected `%s`.", spendUsage)
	}

	if err := desk.NoMore(left, spendUsage); err != nil {
		return "", in, err
	}

	if in.Amount, err = parseSigned(amount, currency); err != nil {
		return name, in, err
	}

	v := desk.NewValues(found.Texts(), currency, today)
	in.Day, in.Note = cmp.Or(v.Date("on"), v.Date("date")), v.Text("note")
	return name, in, v.Err
}

var yearForm = regexp.MustCompile(`^(19|20)\d\d$`)

// asYear says whether an amount may be the end of another campaign's name: it
// could be a year, and the name before it has none yet.
func asYear(amount, name string) bool {
	last := name[strings.LastIndex(name, " ")+1:]
	return yearForm.MatchString(amount) && !yearForm.MatchString(last)
}

// parseSigned reads an amount that may be below 0, to take back.
func parseSigned(text, currency string) (money.Amount, error) {
	positive := strings.TrimLeft(text, "-−–")
	amount, err := desk.ParseAmount(strings.TrimSpace(positive), currency)
	if positive != text {
		amount.Minor = -amount.Minor
	}

	return amount, err
}
