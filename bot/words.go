package bot

import (
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/spelling"
)

// grave are the words that end something or take it away. None is proposed for a word that may mean anything else.
var grave = []string{
	"lost", "won", "reject", "disqualify", "recycle", "handback", "undo", "retire", "close",
}

// synonyms are what people try, with what does it here.
var synonyms = map[string]map[string]string{
	"/lead": {
		"list":    "`/lead mine` lists your leads, `/lead find acme` looks for others.",
		"my":      "`/lead mine` lists your leads.",
		"all":     "`/lead find acme` looks leads up, `/lead mine` lists yours.",
		"search":  "`/lead find acme` looks leads up.",
		"get":     "`/lead show L-1` shows a lead.",
		"view":    "`/lead show L-1` shows a lead.",
		"status":  "`/lead show L-1` shows how a lead stands, `/lead mine` lists yours.",
		"edit":    "`/lead show L-1` has an Edit button.",
		"update":  "`/lead show L-1` has an Edit button.",
		"change":  "`/lead show L-1` has an Edit button.",
		"add":     "`/lead log Jane Doe, Acme, jane@acme.com` logs a lead, `/lead new` opens the form.",
		"create":  "`/lead new` opens the form of a new lead.",
		"take":    "`/lead accept L-1` takes a lead that was handed to you.",
		"claim":   "`/lead accept L-1` takes a lead that was handed to you.",
		"note":    "`/lead touch L-1 note they decide in May` writes it down.",
		"call":    "`/lead touch L-1 call spoke to Jane` notes a call.",
		"called":  "`/lead touch L-1 call spoke to Jane` notes a call.",
		"email":   "`/lead touch L-1 email sent the offer` notes an e-mail.",
		"mail":    "`/lead touch L-1 email sent the offer` notes an e-mail.",
		"meeting": "`/lead touch L-1 meeting showed the product` notes a meeting.",
		"give":    "`/lead handoff L-1 @rep` hands a lead to sales, `/lead assign L-1 @rep` gives it to somebody else.",
		"remind":  "`/lead snooze L-1 until=tomorrow` puts reminders off.",
		"close":   "A lead ends as won or as lost; `/lead help` shows both.",
		"delete":  "A lead is kept; `/lead help` shows how it ends.",
		"remove":  "A lead is kept; `/lead help` shows how it ends.",
	},
	"/goal": {
		"my":     "`/goal list` shows the goals.",
		"status": "`/goal list` shows how the goals stand.",
		"search": "`/goal list` shows the goals.",
		"find":   "`/goal list` shows the goals.",
		"view":   "`/goal show G-1` shows a goal.",
		"new":    "`/goal set mqls 2026-Q4 120` sets one.",
		"add":    "`/goal set mqls 2026-Q4 120` sets one.",
		"create": "`/goal set mqls 2026-Q4 120` sets one.",
		"update": "`/goal edit G-1` changes one.",
		"change": "`/goal edit G-1` changes one.",
		"note":   "`/goal log website_visits 1500` notes a figure, `/goal edit G-1 why=\"…\"` says why.",
		"done":   "`/goal show G-1` shows what was reached.",
	},
	"/campaign": {
		"my":       "`/campaign list` shows them all.",
		"search":   "`/campaign list` shows them all.",
		"find":     "`/campaign list` shows them all.",
		"status":   "`/campaign show NAME` shows what one brought, `/campaign list` all of them.",
		"view":     "`/campaign show NAME` shows one.",
		"add":      "`/campaign new NAME` sets one up.",
		"create":   "`/campaign new NAME` sets one up.",
		"update":   "`/campaign edit NAME` changes one.",
		"change":   "`/campaign edit NAME` changes one.",
		"cost":     "`/campaign spend NAME 1200` notes what was spent.",
		"note":     "`/campaign spend NAME 1200 note=\"…\"` notes what was spent.",
		"budget":   "`/campaign edit NAME budget=20000` sets the budget.",
		"forecast": "`/campaign what-if channel=event cost=20000` forecasts.",
	},
	"/loop": {
		"list":      "`/loop help` lists what there is; leads are listed by `/lead mine`.",
		"my":        "`/lead mine` lists your leads.",
		"search":    "`/lead find acme` looks leads up.",
		"pools":     "`/loop routing` shows the pools.",
		"team":      "`/loop routing` shows the pools and their reps.",
		"reminders": "`/loop nudges` shows the reminders.",
		"vacation":  "`/loop away until Monday` plans a leave.",
		"holiday":   "`/loop away until Monday` plans a leave.",
		"leave":     "`/loop away until Monday` plans a leave.",
		"late":      "`/loop board` shows who is late on what.",
		"edit":      "`/loop definition propose` changes the lead definition.",
		"report":    "`/loop digest preview` shows the digest.",
	},
}

// near gives the word that was meant. A grave one is meant only where its beginning was typed, with one slip at most.
func near(typed string, words []string) (string, bool) {
	harmless := slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return slices.Contains(grave, word) && !begins(typed, word)
	})
	return spelling.Nearest(typed, harmless)
}

func begins(typed, word string) bool {
	const letters = 3
	typed = strings.ToLower(typed)
	slip := len(typed) - len(word)
	return len(typed) > letters && strings.HasPrefix(typed, word[:letters]) && slip >= -2 && slip <= 1
}
