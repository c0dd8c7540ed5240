package digest

import (
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
)

func TestGolden(t *testing.T) {
	c, d := kittest.FixtureContext(), kittest.Digest()
	page, err := Page(c, d)
	if err != nil {
		t.Fatal(err)
	}

	var files []string
	for name, text := range map[string]string{
		"digest.txt":           Text(d, kittest.Berlin, c.Name),
		"digest_sales.txt":     Text(d.For(funnel.AudienceSales), kittest.Berlin, c.Name),
		"digest_marketing.txt": Text(d.For(funnel.AudienceMarketing), kittest.Berlin, c.Name),
		"digest.csv":           CSV(c, d),
		"digest.html":          page,
	} {
		files = append(files, name)
		t.Run(name, func(t *testing.T) { kittest.Golden(t, name, []byte(text)) })
	}
	kittest.Check(t, files, addDigests, addOwnWeeks)
}
