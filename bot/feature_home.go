package bot

import "github.com/leadloop/leadloop/funnel"

// homeHandlers answer what people do here.
type homeHandlers struct{ *desk }

// homeFeature is all that this room reacts to.
func homeFeature(d *desk) Feature {
	h := homeHandlers{d}
	return Feature{
		Events: map[string]Route{
			"app_home_opened": {Run: h.homeOpened, Open: true},
		},
		Notices: map[funnel.NoticeKind]Notice{
			funnel.NoticeHome: {Named: true, Tell: h.tellHome},
		},
	}
}
