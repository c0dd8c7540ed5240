package bot

import (
	"context"
	"slices"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/fault"
)

// intros are what is said of a command before its forms, and below them.
var intros = map[string]struct{ intro, tips string }{
	"/lead": {
		"*/lead* logs leads, hands them off and works them.",
		"Reasons are those of the lead definition: `/loop definition` lists them. On any message, the shortcut *Log as lead* does the same as the form.",
	},
	"/goal": {
		"*/goal* says what you want to reach, and how it stands.",
		"Goals are named by their number, or as `mqls 2026-Q4`. Metrics: `revenue`, `customers`, `sqls`, `sals`, `mqls`, `leads`, `inquiries`, `spend`, `website_visits`, `visit_to_lead_rate`, `acceptance_rate`, `first_touch_within_sla`. A plan also takes `sql=`, `sal=` and `mql=` (rates), or `overall=`, and `share=`, `certain=`, `budget=`, `ltv=`.",
	},
	"/campaign": {
		"*/campaign* says what marketing does, which goal it serves, what it costs and what it brings.",
		"Channels: `event`, `webinar`, `paid`, `content`, `email`, `social`, `referral`, `partner`, `other`. Leads link by the name or any other name of a campaign: `/lead log … campaign=logimat`.",
	},
	"/loop": {
		"*/loop* is about the agreement between sales and marketing, and about Leadloop itself.",
		"Leads are worked with `/lead help`, goals with `/goal help`, campaigns with `/campaign help`.",
	},
}

// help is the word that lists what else a command can do.
func (r routes) help(command string) desk.Command {
	var forms [][2]string
	for _, c := range r.commands[command] {
		forms = append(forms, c.Help...)
	}

	text := intros[command]
	return desk.Command{
		Of: command, Word: "help", Usage: "[WORD]", Open: true,
		Run: func(_ context.Context, _ *desk.Input, args line.Line) (desk.Ack, error) {
			if len(args) == 0 {
				return desk.Says(kit.Help(command, text.intro, forms, text.tips)), nil
			}

			return r.helpOn(command, args)
		},
	}
}

// helpOn explains one word of a command.
func (r routes) helpOn(command string, args line.Line) (desk.Ack, error) {
	called := func(c desk.Command) bool { return c.Word == args[0].Word() && len(args) == 1 }
	at := slices.IndexFunc(r.commands[command], called)
	if at < 0 {
		return desk.Ack{}, fault.Invalid("“%s” is not a word of %s. `%s help` lists them all.", args.Text(), command, command)
	}

	c := r.commands[command][at]
	return desk.Says(kit.Help(command, "*"+kit.Escape(c.Typed())+"*", c.Help, intros[command].tips)), nil
}
