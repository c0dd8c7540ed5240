package leads

import (
	"slices"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/funnel"
)

// handlers answer what people do here.
type handlers struct{ *desk.Desk }

// Feature is all that this room reacts to: what finds and shows leads, and the acts on them.
func Feature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	f := desk.Feature{
		Commands: slices.Concat(h.looking(), h.acting(), h.after()),
		Clicks: map[string]desk.Route{
			ActionNew:      {Run: desk.WithValue(h.leadNew)},
			ActionShow:     {Run: h.clickShow},
			ActionUndo:     {Run: h.clickUndo},
			ActionForget:   {Run: h.clickForget},
			ActionUphold:   {Run: h.clickRule(funnel.VerdictUpheld)},
			ActionOverturn: {Run: h.clickRule(funnel.VerdictOverturned)},
		},
		Forms: map[string]desk.Route{
			CallbackNew:  {Run: h.submitNew},
			CallbackRule: {Run: h.submitRule},
		},
		Shortcuts: map[string]desk.Route{
			ShortcutNew:        {Run: desk.WithValue(h.leadNew)},
			ShortcutLogMessage: {Run: h.shortcutLogMessage},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeCard:    {Tell: h.tellLead},
			funnel.NoticeDispute: {Tell: h.tellDispute},
			funnel.NoticeRuled:   {Tell: h.tellDispute},
		},
	}

	for kind := range notices {
		f.Notices[kind] = desk.Notice{Tell: h.tellLead}
	}

	for _, a := range acts {
		h.offer(f, a)
	}

	return f
}

// offer has an act done by its button, its form, and told of.
func (h handlers) offer(f desk.Feature, a act) {
	switch {
	case a.form != nil:
		f.Clicks[a.id] = desk.Route{Run: h.clickForm(a)}
		f.Forms[a.callback] = desk.Route{Run: h.submitLead(a)}
	case a.needs.click != nil:
		f.Clicks[a.id] = desk.Route{Run: h.clickAct(a.needs.click(h))}
	}

	if a.notice != "" {
		f.Notices[a.notice] = desk.Notice{Tell: h.tellLead}
	}
}

// acting are the words of the acts.
func (h handlers) acting() (words []desk.Command) {
	for _, a := range acts {
		if a.word != "" {
			words = append(words, desk.Command{
				Of: "/lead", Word: a.word, Usage: a.usage, Example: a.example, Help: a.help, Run: h.leadCommand(a),
			})
		}
	}

	return words
}

// looking are the words that log a lead, and find and show it.
func (h handlers) looking() []desk.Command {
	return []desk.Command{
		{
			Of: "/lead", Word: "new",
			Run: h.leadNew,
			Help: [][2]string{
				{"/lead new", "a form for a new lead"},
			},
		},
		{
			Of: "/lead", Word: "log", Usage: "NAME, COMPANY, E-MAIL [phone] [source=…] [campaign=…] [need=\"…\"]",
			Example: "Jane Doe, Acme, jane@acme.com source=webinar",
			Run:     h.leadLog,
			Help: [][2]string{
				{`/lead log Jane Doe, Acme, jane@acme.com +49 30 123456 source=webinar campaign=q3 need="…"`, "log one in a line; the same person again becomes a touch. More of the company: `country=DE employees=250 segment=retail tags=a,b`"},
			},
		},
		{
			Of: "/lead", Word: "show", Usage: "L-1",
			Example: "L-1",
			Run:     h.leadShow,
			Help: [][2]string{
				{"/lead show L-1", "everything about a lead"},
			},
		},
		{
			Of: "/lead", Word: "find", Usage: "TEXT",
			Example: "acme",
			Run:     h.leadFind,
			Help: [][2]string{
				{"/lead find acme", "look for a name, a company or an address"},
			},
		},
		{
			Of: "/lead", Word: "mine", Usage: "[@rep]",
			Run: h.leadMine,
			Help: [][2]string{
				{"/lead mine", "where your leads stand, and whose turn it is"},
			},
		},
	}
}

// after are the words about what was done.
func (h handlers) after() []desk.Command {
	return []desk.Command{
		{
			Of: "/lead", Word: "history", Usage: "L-1",
			Example: "L-1",
			Run:     h.leadHistory,
			Help: [][2]string{
				{"/lead history L-1", "what happened, and who did it"},
			},
		},
		{
			Of: "/lead", Word: "undo",
			Run: h.leadUndo,
			Help: [][2]string{
				{"/lead undo", "take back your last change to a lead: within 10 minutes, if nothing was done to it since; disputes and rulings stay"},
			},
		},
		{
			Of: "/lead", Word: "forget", Usage: "L-1",
			Example: "L-1",
			Run:     h.leadForget,
			Help: [][2]string{
				{"/lead forget L-1", "for admins: erase the person behind a lead that has ended, where they ask for it; shows first what would go"},
			},
		},
		{
			Of: "/loop", Word: "disputes", Usage: "[uphold|overturn L-1 WHY]",
			Example: "overturn L-1 eighty people are enough",
			Run:     h.loopDisputes,
			Help: [][2]string{
				{"/loop disputes", "the disputed rejections, to rule on; `uphold L-1 WHY` or `overturn L-1 WHY` does it in a line"},
			},
		},
	}
}
