package leads

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
)

func TestLeadsOfOneNameAreToldApart(t *testing.T) {
	one, two, other := kittest.Person(), kittest.Person(), kittest.Person()
	one.Name, two.Name, other.Name = "Ann Lee", "ann lee", "Bob Poe"
	one.Email, two.Email, two.Phone = "ann@acme.com", "", "+49 30 123456"
	one.Phone = ""
	fair, web, again := two, two, two
	fair.ID, web.ID, again.ID = 4, 5, 6
	fair.Campaign, web.Campaign, again.Campaign = "Fair", "", ""
	fair.Source, web.Source, again.Source = "", "", ""
	again.CreatedAt = again.CreatedAt.AddDate(0, 0, -40)
	for i, line := range direct(kittest.FixtureContext(), kittest.Sam).leadLines([]funnel.Lead{fair, web, again}) {
		if want := []string{"(Fair)", "(logged ", "(logged "}[i]; !strings.Contains(line, want) {
			t.Errorf("%q does not hold %q", line, want)
		}
	}

	lines := direct(kittest.FixtureContext(), kittest.Sam).leadLines([]funnel.Lead{one, two, other})
	for i, want := range []string{"Ann Lee, Acme &amp; Sons (ann@acme.com)", "ann lee, Acme &amp; Sons (+49 30 123456)", "Bob Poe, Acme &amp; Sons  ·"} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("%q does not hold %q", lines[i], want)
		}
	}
}
