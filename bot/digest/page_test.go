package digest

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel/report"
)

// TestThePageNeedsNothingElse: it refers to nothing outside and runs nothing,
// whatever people wrote.
func TestThePageNeedsNothingElse(t *testing.T) {
	for _, d := range []report.Digest{kittest.Digest(), emptyDigest(), kittest.HugeDigest()} {
		page, err := Page(kittest.FixtureContext(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, outside := range []string{"<script", "src=", "href=", "url(", "@import", "<link"} {
			if strings.Contains(page, outside) {
				t.Errorf("the page holds %q", outside)
			}
		}
		if !strings.Contains(page, "</html>") || strings.Contains(page, "ZgotmplZ") {
			t.Error("the page is not whole")
		}
	}
}

func TestThePageSaysWhereTheJournalEnds(t *testing.T) {
	d := kittest.Digest()
	d.Journal = "entry 12, Qwps_NH4THlrs9d37koIz_EWHdGAzBjs"
	page, err := Page(kittest.FixtureContext(), d)
	if err != nil || !strings.Contains(page, "The journal ends at entry 12, Qwps_NH4THlrs9d37koIz_EWHdGAzBjs.</footer>") {
		t.Errorf("the page does not, %v", err)
	}
}
