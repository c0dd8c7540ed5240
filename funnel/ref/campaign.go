package ref

// CampaignID numbers a campaign. People use its name.
type CampaignID int64
