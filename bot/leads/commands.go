package leads

import (
	"context"
	"errors"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/leads"
)

// mostFound is how many leads `/lead find` lists.
const mostFound = core.MaxCounted

func (h handlers) leadNew(ctx context.Context, in *desk.Input, _ line.Line) (desk.Ack, error) {
	return h.Ask(ctx, in, NewLead(h.ViewContext(ctx), funnel.LeadInput{}))
}

func (h handlers) leadLog(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	input, err := ParseLog(args)
	if err != nil {
		return desk.Ack{}, err
	}

	return h.logLead(ctx, in, input)
}

func (h handlers) logLead(ctx context.Context, in *desk.Input, input funnel.LeadInput) (desk.Ack, error) {
	logged, err := h.Services.Leads.Log(ctx, in.Request(), input)
	return desk.Answer(ctx, h.Desk, logged, err, Logged)
}

// changed answers who changed a lead.
func (h handlers) changed(ctx context.Context, done core.Done, err error) (desk.Ack, error) {
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return Changed(vc, done.Lead, done.Kind) })
}

func (h handlers) leadShow(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	id, rest, err := ParseLead(args, in.Example)
	if err := errors.Join(err, desk.NoMore(rest, in.Example)); err != nil {
		return desk.Ack{}, err
	}

	l, err := h.Services.Leads.Show(ctx, id)
	return desk.Answer(ctx, h.Desk, l, err, LeadDetail)
}

func (h handlers) leadFind(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	text := args.Text()
	if text == "" {
		return desk.Ack{}, fault.Invalid("What are you looking for? Expected a part of a name, a company or an address, such as `/lead find acme`.")
	}

	found, err := h.Services.Leads.Find(ctx, text, mostFound+1)
	if err != nil {
		return desk.Ack{}, err
	}

	text = kit.Cut(text, 100)
	if len(found) == 0 {
		return desk.Says(kit.Say("Nothing found for “" + text + "”. Try the beginning of a name, of a company or of an e-mail address; `/lead log` adds a lead.")), nil
	}

	more := max(0, len(found)-mostFound)
	return desk.Says(LeadList(h.ViewContext(ctx), in.Actor.User, "Found for “"+text+"”", found[:len(found)-more],
		more)), nil
}

// leadMine lists the leads of who asks, or of a rep to whom may see that.
func (h handlers) leadMine(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	me := in.Actor.User
	of := me
	if len(args) > 0 {
		var err error
		if of, err = desk.Somebody(args, me, "/lead mine @rep"); err != nil {
			return desk.Ack{}, err
		}

		if err := desk.NoMore(args[1:], "/lead mine @rep"); err != nil {
			return desk.Ack{}, err
		}
	}

	if by := h.Services.Core.Settings().Roster.Person(me); of != me && !by.Manager && !by.Admin {
		return desk.Ack{}, fault.Denied("The leads of %s are listed for the sales manager, the admins and %s alone. `/lead mine` lists yours.", of.Mentioned(), of.Mentioned())
	}

	mine, err := h.Services.Leads.Mine(ctx, of)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return MineList(vc, me, of, mine) })
}

func (h handlers) lineHandoff(ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := h.Services.Agreement.Definition(ctx)
	if err != nil {
		return core.Done{}, err
	}

	offer, err := parseOffer(rest, in.Actor.User, definition)
	if err != nil {
		return core.Done{}, err
	}

	if offer.To == "" {
		if err := h.namesRep(ctx, id, offer.Note); err != nil {
			return core.Done{}, err
		}
	}

	return h.Services.Routing.Handoff(ctx, in.Request(), id, offer)
}

// namesRep refuses a note that begins with a rep's name: without the @ the
// lead would go to the next in turn, which may be somebody else.
func (h handlers) namesRep(ctx context.Context, id ref.LeadID, note string) error {
	first, _, _ := strings.Cut(note, " ")
	first = strings.Trim(first, ",.:;!")
	if first == "" {
		return nil
	}

	p, err := h.Services.Core.Policy(ctx)
	if err != nil {
		return err
	}

	h.People.Meet(ctx, p.Roster.Sales...)
	for _, rep := range p.Roster.Sales {
		full := h.People.Name(rep)
		given, _, _ := strings.Cut(full, " ")
		if strings.EqualFold(first, given) || strings.EqualFold(first, strings.ReplaceAll(full, " ", "")) {
			return fault.Invalid("Is %s to get it? Then write the name with an @, as in `/lead handoff %s @%s`, and choose the person from the list. To hand it to the next in turn begin the note with another word.", rep.Mentioned(), id, first)
		}
	}

	return nil
}

// leadCommand reads which lead an act is about, does it, and answers with what was done. Where criteria are not met,
// the form in which they are answered is a click away.
func (h handlers) leadCommand(a act) desk.LineHandler {
	return func(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
		id, rest, err := ParseLead(args, in.Example)
		if err != nil {
			return desk.Ack{}, err
		}

		done, err := a.needs.line(h, ctx, in, id, rest)
		switch {
		case a.judged && errors.Is(err, funnel.ErrNotMet):
			return h.notMet(ctx, id, a, err)
		case err == nil && a.needs.after != nil:
			if ack := a.needs.after(h, ctx, done); ack != nil {
				return *ack, nil
			}
		}

		return h.changed(ctx, done, err)
	}
}

func (h handlers) notMet(ctx context.Context, id ref.LeadID, a act, unmet error) (desk.Ack, error) {
	known, err := h.Services.Leads.Show(ctx, id)
	if err != nil {
		return desk.Ack{}, err
	}

	return desk.Says(NotMet(h.ViewContext(ctx), known, a.id, fault.UserText(unmet))), nil
}

func (h handlers) lineReject(ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := h.Services.Agreement.Definition(ctx)
	if err != nil {
		return core.Done{}, err
	}

	reason, note := parseReason(rest, definition, agreement.WhyRejected)
	note, proof, err := parseProof(note)
	if err != nil {
		return core.Done{}, err
	}

	return h.Services.Leads.Reject(ctx, in.Request(), id, funnel.Rejection{Reason: reason, Note: note, Proof: proof})
}

// knowing answers a rejection with the rulings that whoever rejects should know of.
func (h handlers) knowing(ctx context.Context, done core.Done) *desk.Ack {
	near, err := h.Services.Disputes.Precedents(ctx, done.Lead.ID, done.Lead.Reason)
	if err != nil { // the rejection stands, whatever could be said of others
		h.Log.Warn().Err(err).Msg("could not look up rulings")
	}

	if len(near) == 0 {
		return nil
	}

	ack := desk.Says(RejectedKnowing(h.ViewContext(ctx), done.Lead, near))
	return &ack
}

func (h handlers) lineTouch(ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	kind, outcome, err := parseTouch(rest, in.Example)
	if err != nil {
		return core.Done{}, err
	}

	return h.Services.Leads.Touch(ctx, in.Request(), id, kind, outcome)
}

func (h handlers) lineQualify(ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := h.Services.Agreement.Definition(ctx)
	if err != nil {
		return core.Done{}, err
	}

	opportunity, err := parseQualify(rest, h.Today(), h.Currency(), in.Example, caseOptions(definition, agreement.SQL))
	if err != nil {
		return core.Done{}, err
	}

	return h.Services.Leads.Qualify(ctx, in.Request(), id, opportunity)
}

func (h handlers) lineWon(ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	amount, err := parseWon(rest, h.Currency(), in.Example)
	if err != nil {
		return core.Done{}, err
	}

	return h.Services.Leads.Win(ctx, in.Request(), id, amount)
}

func (h handlers) lineAssign(ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	to, why, err := parseAssign(rest, in.Actor.User, in.Example)
	if err != nil {
		return core.Done{}, err
	}

	return h.Services.Leads.Assign(ctx, in.Request(), id, to, why)
}

func (h handlers) leadHistory(ctx context.Context, in *desk.Input, args line.Line) (desk.Ack, error) {
	id, rest, err := ParseLead(args, in.Example)
	if err := errors.Join(err, desk.NoMore(rest, in.Example)); err != nil {
		return desk.Ack{}, err
	}

	l, entries, err := h.Services.Leads.History(ctx, id)
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message { return HistoryList(vc, l, entries) })
}

func (h handlers) leadUndo(ctx context.Context, in *desk.Input, _ line.Line) (desk.Ack, error) {
	undone, err := h.Services.Leads.Undo(ctx, in.Request())
	return h.undone(ctx, undone, err)
}

// undone answers who took back a change.
func (h handlers) undone(ctx context.Context, undone leads.UndoResult, err error) (desk.Ack, error) {
	return h.Answer(ctx, err, func(vc kit.Context) kit.Message {
		return Undone(vc, undone.Lead, undone.Done, undone.Removed)
	})
}
