package daemon

import (
	"cmp"
	"maps"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// Settings turns what an admin has written into what the use cases need.
func Settings(c configs.Config) (core.Settings, error) {
	cal, err := c.Workspace.Calendar()
	if err != nil {
		return core.Settings{}, err
	}

	at, err := digests(c)
	if err != nil {
		return core.Settings{}, err
	}

	thresholds, err := thresholds(c.Goals)
	if err != nil {
		return core.Settings{}, err
	}

	return core.Settings{
		Calendar: cal, Roster: roster(c.Teams), Currency: c.Workspace.Currency, Region: c.Workspace.Country, Digests: at,
		Thresholds: thresholds,
	}, nil
}

// digests says when each audience that has a channel reads its digest.
func digests(c configs.Config) (map[funnel.Audience]calendar.WeeklyTime, error) {
	at, err := c.Digest.Leadership(c.Workspace)
	if err != nil {
		return nil, err
	}

	all := map[funnel.Audience]calendar.WeeklyTime{funnel.AudienceLeadership: at}
	for _, team := range []struct {
		audience funnel.Audience
		digest   configs.TeamDigest
	}{{funnel.AudienceSales, c.Digest.Sales}, {funnel.AudienceMarketing, c.Digest.Marketing}} {
		if team.digest.Channel == "" {
			continue
		}

		if at, err = c.Digest.Team("digest."+string(team.audience), team.digest, c.Workspace); err != nil {
			return nil, err
		}

		all[team.audience] = at
	}

	return all, nil
}

func thresholds(g configs.Goals) (goals.Thresholds, error) {
	ahead, behind, off, err := g.Thresholds()
	if err != nil {
		return goals.Thresholds{}, err
	}

	t := goals.Thresholds{Ahead: ahead, Behind: behind, Off: off}
	return t, t.Check()
}

func roster(t configs.Teams) people.Roster {
	return people.Roster{
		Marketing: users(t.Marketing.Members), Sales: users(t.Sales.Members), Leadership: users(t.Leadership.Members),
		Admins: users(t.Admins), SalesManager: ref.UserID(t.Sales.Manager), IntakeOwner: ref.UserID(t.IntakeOwner),
		MarketingSigner: ref.UserID(t.Marketing.Signer), SalesSigner: ref.UserID(t.Sales.Signer),
	}
}

func users(ids []string) []ref.UserID {
	out := make([]ref.UserID, len(ids))
	for i, id := range ids {
		out[i] = ref.UserID(id)
	}

	return out
}

// Places says which channel is which. A team without a digest has no place
// for one.
func Places(c configs.Config) map[funnel.Place]string {
	places := map[funnel.Place]string{
		funnel.PlaceLeads: c.Channels.Leads, funnel.PlaceSales: c.Channels.Sales,
		funnel.PlaceLeadership:  c.Channels.Leadership,
		funnel.PlaceSalesDigest: c.Digest.Sales.Channel, funnel.PlaceMarketingDigest: c.Digest.Marketing.Channel,
	}
	maps.DeleteFunc(places, func(_ funnel.Place, id string) bool { return id == "" })
	return places
}

// settingOf is where the configuration says which channel a place is.
func settingOf(place funnel.Place) string {
	digests := map[funnel.Place]string{
		funnel.PlaceSalesDigest: "digest.sales.channel", funnel.PlaceMarketingDigest: "digest.marketing.channel",
	}
	return cmp.Or(digests[place], "channels."+string(place))
}
