package agreement

import (
	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/funnel"
)

// handlers answer what people do here.
type handlers struct{ *desk.Desk }

// Feature is all that this room reacts to.
func Feature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{
				Of: "/loop", Word: "definition", Usage: "[show 3|propose|diff|agree|withdraw]", Example: "show 3",
				Run: h.definition, Help: [][2]string{
					{"/loop definition", "the lead definition, the promises and the reasons in force"},
					{"/loop definition show 3", "an earlier version"},
					{"/loop definition propose", "change it: a draft, for both signers to agree to"},
					{"/loop definition diff 3 4", "what changed between two versions; without numbers, what the draft would change"},
					{"/loop definition agree", "sign the draft, for signers; with both signatures it is in force"},
					{"/loop definition withdraw", "drop the draft"},
				},
			},
			{
				Of: "/loop", Word: "what-if", Usage: "accept=… first_touch=… hours=… days=… period=…",
				Example: "accept=2h hours=08:00-18:00", Run: h.typedWhatIf, Help: [][2]string{
					{"/loop what-if accept=2h hours=08:00-18:00 days=mon-sat", "how last quarter's promises would have gone by other rules; period=2026-Q3 for another"},
				},
			},
		},
		Clicks: map[string]desk.Route{
			actionAgree:  {Run: h.clickAgree},
			actionShow:   {Run: h.clickDraft},
			actionEdit:   {Run: h.clickPropose},
			actionWhatIf: {Run: h.clickWhatIf},
			actionHolds:  {Run: h.clickHolds},
		},
		Forms: map[string]desk.Route{
			callbackDefinition: {Run: h.submitDefinition},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeDraft:      {Tell: h.tellDraft},
			funnel.NoticeDefinition: {Tell: h.tellInForce},
			funnel.NoticeReview:     {Tell: h.tellReview},
			funnel.NoticeWhatIf:     {Tell: h.tellWhatIf},
		},
	}
}
