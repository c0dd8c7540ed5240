package store

import (
	"errors"
	"fmt"

	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// CampaignReads are the questions about campaigns and what was spent on them.
type CampaignReads struct{ *scope }

// campaignKey is a campaign's number at a fixed width.
func campaignKey(id ref.CampaignID) string { return kv.IntKey(int64(id))[8:] }

// spendID sorts the lines of a campaign by their number.
func spendID(s campaigns.Spend) string {
	return campaignKey(s.Campaign) + "." + kv.IntKey(int64(s.Number))[8:]
}

// NextCampaignID gives the number that the next new campaign gets.
func (tx *Tx) NextCampaignID() (ref.CampaignID, error) {
	n, err := tx.next("campaign")
	return ref.CampaignID(n), err
}

// PutCampaign writes a campaign. Where one of its names belongs to another,
// the error is a *funnel.Error that says so.
func (tx *Tx) PutCampaign(c campaigns.Campaign) error {
	err := tx.t.campaigns.Put(tx.w, c)
	clash, ok := errors.AsType[*table.ConflictError](err)
	if !ok {
		return err
	}

	holder, found, getErr := optional(tx.t.campaigns.Get(tx.r, clash.ID))
	if getErr != nil || !found {
		return err
	}

	refusal := fault.Conflict("“%s” is a name of the campaign %s already. To change that one: %s.", clash.Value, holder.Name, fault.ToEditCampaign.Way(holder.Name))
	refusal.Fields = []fault.FieldError{{Field: "name", Text: refusal.Text}}
	if clash.Value != campaigns.Key(c.Name) {
		refusal.Fields[0].Field = "aliases"
	}

	return refusal
}

// CampaignNamed finds a campaign by its name or one of its aliases.
func (rd *CampaignReads) CampaignNamed(text string) (campaigns.Campaign, bool, error) {
	return optional(rd.t.campaigns.Lookup(rd.r, "name", campaigns.Key(text)))
}

// Campaigns gives all campaigns, the first first.
func (rd *CampaignReads) Campaigns() ([]campaigns.Campaign, error) {
	return take(rd.t.campaigns.All(rd.r), 0)
}

// AddSpend writes a line of spend under the next number of its campaign.
func (tx *Tx) AddSpend(s campaigns.Spend) error {
	last, err := tx.SpendOf(s.Campaign, 1)
	if err != nil {
		return err
	}

	s.Number = 1
	if len(last) > 0 {
		s.Number = last[0].Number + 1
	}

	return tx.t.spends.Put(tx.w, s)
}

// SpendOf gives the lines of spend of a campaign that were written last, the
// latest first.
func (rd *CampaignReads) SpendOf(id ref.CampaignID, limit int) ([]campaigns.Spend, error) {
	out, err := decodeAll[campaigns.Spend](rd.r,
		kv.Range{Prefix: "spend/r/" + campaignKey(id) + ".", Reverse: true, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("read the spend of campaign %d: %w", id, err)
	}

	return out, nil
}
