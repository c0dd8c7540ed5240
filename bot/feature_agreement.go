package bot

import (
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

// agreementHandlers answer what people do here.
type agreementHandlers struct{ *desk }

// agreementFeature is all that this room reacts to.
func agreementFeature(d *desk) Feature {
	h := agreementHandlers{d}
	return Feature{
		Commands: []Command{
			{
				Of: "/loop", Word: "definition", Usage: "[show 3|propose|diff|agree|withdraw]",
				Example: "show 3",
				Run:     h.loopDefinition,
				Help: [][2]string{
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
				Example: "accept=2h hours=08:00-18:00",
				Run:     h.loopWhatIf,
				Help: [][2]string{
					{"/loop what-if accept=2h hours=08:00-18:00 days=mon-sat", "how last quarter's promises would have gone by other rules; period=2026-Q3 for another"},
				},
			},
		},
		Clicks: map[string]Route{
			view.ActionDefinitionAgree: {Run: h.clickAgree},
			view.ActionDefinitionShow:  {Run: h.clickDraft},
			view.ActionDefinitionEdit:  {Run: h.clickPropose},
			view.ActionWhatIf:          {Run: h.clickWhatIf},
			view.ActionDefinitionHolds: {Run: h.clickHolds},
		},
		Forms: map[string]Route{
			view.CallbackDefinition: {Run: h.submitDefinition},
		},
		Notices: map[funnel.NoticeKind]Notice{
			funnel.NoticeDraft:      {Tell: h.tellDraft},
			funnel.NoticeDefinition: {Tell: h.tellInForce},
			funnel.NoticeReview:     {Tell: h.tellReview},
			funnel.NoticeWhatIf:     {Tell: h.tellWhatIf},
		},
	}
}
