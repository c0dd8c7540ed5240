package leads

import (
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/loop/leads"
)

// toErase says what goes and what stays, before anything is done.
func toErase(_ kit.Context, e leads.Erasing) kit.Message {
	text := "Nothing is erased yet. If you erase the person behind " + LeadNamed(e.Lead) + ", this goes for good:\n" +
		"• who they are: name, company, title, address, number, profile, need, tags and ids\n" +
		"• what was said of them: notes, answers, outcomes, questions, proofs, disputes and rulings, in " + kit.Counted(e.Entries, "entry", "entries") + " of the history\n" +
		"• what " + kit.Counted(e.Messages, "message") + " of Leadloop in Slack, kept up to date until now, " + showOrShows(e.Messages) + "\n" +
		"What figures count stays: stages, dates, source, campaign, country, size and industry, amounts, and who of you did what. " +
		"Other messages in Slack, backups and exports made before are not reached."
	b := kit.Clickable(ActionForget, kit.TokenOf(e.Lead).String(), "Erase for good")
	b.Style = slack.StyleDanger
	b.Confirm = kit.Confirm("Erase "+e.Lead.ID.String()+"?", "Nobody can take this back.", "Erase", "Keep")
	return kit.Reply(text, slack.NewActionBlock("", b))
}

func showOrShows(n int) string {
	if n == 1 {
		return "shows"
	}

	return "show"
}

// erasedNow says that it is done, and what is left to do.
func erasedNow(_ kit.Context, e leads.Erasing) kit.Message {
	return kit.Reply("Erased: of " + e.Lead.ID.String() + " only what figures count is left. " +
		kit.Counted(e.Messages, "message") + " in Slack will say “" + e.Lead.ID.String() + ": erased on request”. " +
		"Delete other messages that name the person by hand; older backups and exports hold them until they go.")
}
