package bot

import (
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
)

// findPage reads the button to another page of a list as the command that shows it. Whatever that
// is, it may only show: a request of it changes nothing.
func (b *Bot) findPage(in *desk.Input) (desk.Route, string, bool) {
	number, command, _ := strings.Cut(in.Value, " ")
	page, err := strconv.Atoi(number)
	if err != nil {
		return desk.Route{}, in.Name, false
	}

	in.Name, in.Text, _ = strings.Cut(command, " ")
	in.Turns, in.Page = true, page
	return b.findCommand(in)
}

// paged shows the page that was asked for, with buttons to the others.
func paged(ack desk.Ack, in *desk.Input) desk.Ack {
	if ack.Message == nil || in.Kind != desk.KindCommand && !in.Turns {
		return ack
	}

	m := ack.Message.Page(in.Page, strings.TrimSpace(in.Name+" "+in.Text))
	m.InPlace = in.Turns
	ack.Message = &m
	return ack
}
