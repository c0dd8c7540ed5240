package funnel

import (
	"slices"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Audience is who reads a weekly digest.
type Audience string

// The audiences with a channel of their own.
const (
	AudienceLeadership Audience = "leadership"
	AudienceSales      Audience = "sales"
	AudienceMarketing  Audience = "marketing"
)

// Audiences are all of them.
var Audiences = []Audience{AudienceLeadership, AudienceSales, AudienceMarketing}

// ParseAudience understands the audiences; no text is leadership.
func ParseAudience(text string) (Audience, error) {
	want := Audience(fault.FoldCode(text))
	if want == "" {
		return AudienceLeadership, nil
	}
	if !slices.Contains(Audiences, want) {
		return "", fault.WrongField("audience", "%s does not read a digest. Expected one of leadership, sales, marketing.", fault.Quoted(text))
	}
	return want, nil
}

// Place is where the audience reads its digest.
func (a Audience) Place() Place {
	return map[Audience]Place{
		AudienceLeadership: PlaceLeadership, AudienceSales: PlaceSalesDigest, AudienceMarketing: PlaceMarketingDigest,
	}[a]
}

// Team is whose goals the audience reads; leadership reads those of both.
func (a Audience) Team() ref.Team {
	return map[Audience]ref.Team{AudienceSales: ref.Sales, AudienceMarketing: ref.Marketing}[a]
}

// MayPostDigest says why somebody cannot post a digest, or end it.
func MayPostDigest(by people.Person) error {
	if by.In(ref.Leadership) || by.Admin {
		return nil
	}
	return fault.Denied("Posting the digest, and ending it, is for leadership and admins. %s shows it to you alone.", fault.ToPreviewDigest.Way())
}
