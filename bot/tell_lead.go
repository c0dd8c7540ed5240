package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
)

// tellLead tells of a lead as it is now; of one that was taken back meanwhile only where somebody has read of it.
func (h leadHandlers) tellLead(ctx context.Context, vc view.Context, t Telling) (Told, error) {
	l, there, err := h.services.Leads.ShowFor(ctx, t.Notice)
	switch {
	case err != nil:
		return Told{}, err
	case there:
		h.people.meet(ctx, t.By, l.Marketer, l.Owner, l.Handoff.To, l.Handoff.By, l.Handoff.AnsweredBy)
	}

	switch {
	case there && t.Kind == funnel.NoticeCard:
		return Saying(view.LeadCard(vc, t.Notice, l), nil)
	case there || t.Kind == funnel.NoticeUndone:
		return Saying(view.Notice(vc, t.Notice, l), nil)
	case t.Stands.TS != "":
		return Saying(view.Say(t.Lead.String()+" was logged by mistake and taken back."), nil)
	}

	return Told{Nothing: true}, nil
}
