package ledger

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/fault/faulttest"
	"github.com/leadloop/leadloop/funnel/money"
)

// way is a journey through campaigns a, b, c …, with these milestones.
func way(milestones ...funnel.Milestone) []funnel.CampaignTouch {
	touches := make([]funnel.CampaignTouch, len(milestones))
	for i, m := range milestones {
		touches[i] = funnel.CampaignTouch{Campaign: string(rune('a' + i)), Milestone: m}
	}
	return touches
}

func TestRevenueIsSharedByTheModel(t *testing.T) {
	for _, test := range []struct {
		name    string
		touches []funnel.CampaignTouch
		want    map[Model][]int64 // of 1000.00
	}{
		{"one", way(first), map[Model][]int64{
			ModelFirst: {100000}, ModelLast: {100000}, ModelLinear: {100000}, ModelU: {100000}, ModelW: {100000},
		}},
		{"two, both before the handoff", way(first, lead), map[Model][]int64{
			ModelFirst: {100000, 0}, ModelLast: {0, 100000}, ModelLinear: {50000, 50000}, ModelU: {50000, 50000}, ModelW: {50000, 50000},
		}},
		{"two, the second after all", way(first, ""), map[Model][]int64{ModelU: {50000, 50000}, ModelW: {75000, 25000}}},
		{"three, one each", way(first, lead, opp), map[Model][]int64{
			ModelLinear: {33334, 33333, 33333}, ModelU: {40000, 40000, 20000}, ModelW: {33334, 33333, 33333},
		}},
		{"three, the last made it a lead", way(first, "", lead), map[Model][]int64{
			ModelU: {40000, 20000, 40000}, ModelW: {42857, 14286, 42857},
		}},
		{"three, no milestone but the first", way(first, "", ""), map[Model][]int64{
			ModelU: {66667, 16667, 16666}, ModelW: {75000, 12500, 12500},
		}},
		{"four", way(first, lead, "", opp), map[Model][]int64{
			ModelU: {40000, 40000, 10000, 10000}, ModelW: {30000, 30000, 10000, 30000},
		}},
		{"six", way(first, "", lead, "", opp, ""), map[Model][]int64{
			ModelLast: {0, 0, 0, 0, 0, 100000}, ModelU: {40000, 5000, 40000, 5000, 5000, 5000}, ModelW: {30000, 3334, 30000, 3333, 30000, 3333},
		}},
	} {
		for model, want := range test.want {
			t.Run(fmt.Sprint(test.name, " ", model), func(t *testing.T) {
				var got []int64
				for _, part := range euros(1000).Split(model.Weights(test.touches)) {
					got = append(got, part.Minor)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("parts (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestPartsSumToTheWholeToTheCent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		touches := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) funnel.CampaignTouch {
			return funnel.CampaignTouch{
				Campaign:  rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "campaign"),
				Milestone: rapid.SampledFrom([]funnel.Milestone{"", lead, opp}).Draw(r, "milestone"),
			}
		}), 1, funnel.MaxCampaignTouches).Draw(r, "touches")
		touches[0].Milestone = first
		amount := money.Amount{Minor: rapid.Int64Range(0, money.MaxMinor).Draw(r, "amount"), Currency: "EUR"}
		for _, info := range Models {
			var sum int64
			for _, part := range info.Model.Credits(amount, touches) {
				if part.Minor < 0 {
					r.Fatalf("%s gives %d", info.Model, part.Minor)
				}
				sum += part.Minor
			}
			if sum != amount.Minor {
				r.Fatalf("%s: parts sum to %d of %d", info.Model, sum, amount.Minor)
			}
			exact := float64(amount.Minor)
			weights := info.Model.Weights(touches)
			var whole int64
			for _, w := range weights {
				whole += w
			}
			for i, part := range amount.Split(weights) {
				if want := exact * float64(weights[i]) / float64(whole); amount.Minor < 1<<40 && (float64(part.Minor) > want+1 || float64(part.Minor) < want-1) {
					r.Fatalf("%s: part %d is %d, exactly it is %f", info.Model, i, part.Minor, want)
				}
			}
		}
	})
}

func TestModelsAreUnderstood(t *testing.T) {
	for text, want := range map[string]Model{
		"": ModelFirst, "First": ModelFirst, "first-touch": ModelFirst, "last touch": ModelLast, "linear": ModelLinear, "U": ModelU, "u-shaped": ModelU, "W-shape": ModelW,
	} {
		if got, err := ParseModel(text); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	_, err := ParseModel("z-shaped")
	faulttest.WantKind(t, err, fault.KindInvalid)
}

const first = funnel.MilestoneFirst

const lead = funnel.MilestoneLead

const opp = funnel.MilestoneOpportunity
