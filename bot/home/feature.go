package home

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
		Events: map[string]desk.Route{
			"app_home_opened": {Run: h.opened, Open: true},
		},
		Notices: map[funnel.NoticeKind]desk.Notice{
			funnel.NoticeHome: {Named: true, Open: true, Tell: h.tellHome},
		},
	}
}
