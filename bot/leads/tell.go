package leads

import (
	"context"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel"
)

// tellLead tells of a lead as it is now; of one that was taken back meanwhile only where somebody has read of it.
func (h handlers) tellLead(ctx context.Context, vc kit.Context, t desk.Telling) (desk.Told, error) {
	l, there, err := h.Services.Leads.ShowFor(ctx, t.Notice)
	switch {
	case err != nil:
		return desk.Told{}, err
	case there:
		h.People.Meet(ctx, t.By, l.Marketer, l.Owner, l.Handoff.To, l.Handoff.By, l.Handoff.AnsweredBy)
	}

	switch {
	case there && l.Erased():
		return erased(t, l), nil
	case there && t.Kind == funnel.NoticeCard && needless(t, l):
		return desk.Told{Nothing: true}, nil
	case there && t.Kind == funnel.NoticeCard:
		return desk.Saying(LeadCard(vc, t.Notice, l), nil)
	case there || t.Kind == funnel.NoticeUndone:
		return desk.Saying(Notice(vc, t.Notice, l), nil)
	case t.Stands.TS != "":
		return desk.Saying(kit.Say(t.Lead.String()+" was logged by mistake and taken back."), nil)
	}

	return desk.Told{Nothing: true}, nil
}

// erased has a message that stands say nothing of the person any more; a new one is not needed.
func erased(t desk.Telling, l funnel.Lead) desk.Told {
	if t.Stands.TS == "" {
		return desk.Told{Nothing: true}
	}

	return desk.Told{Message: kit.Say(l.ID.String() + ": " + funnel.ErasedText + ".")}
}

// needless says of a card that nobody has seen yet that the lead went on without it: it is not with that person, or has
// a later card in its place.
func needless(t desk.Telling, l funnel.Lead) bool {
	asked := l.Offered() && l.Handoff.To == t.To
	return t.Stands.TS == "" && (outdated(t.Notice, l) || t.To != "" && t.To != l.Owner && !asked)
}
