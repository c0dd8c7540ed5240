package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/bot/view"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/leads"
)

// mostFound is how many leads `/lead find` lists.
const mostFound = 10

func (h leadHandlers) leadNew(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	return h.ask(ctx, in, view.NewLead(h.viewContext(ctx), funnel.LeadInput{}))
}

func (h leadHandlers) leadLog(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	input, err := parseLog(args)
	if err != nil {
		return Ack{}, err
	}
	return h.logLead(ctx, in, input)
}

func (h leadHandlers) logLead(ctx context.Context, in *Input, input funnel.LeadInput) (Ack, error) {
	logged, err := h.services.Leads.Log(ctx, in.request(), input)
	return answer(ctx, h.desk, logged, err, view.Logged)
}

// changed answers who changed a lead.
func (h leadHandlers) changed(ctx context.Context, done core.Done, err error) (Ack, error) {
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.Changed(vc, done.Lead, done.Kind) })
}

func (h leadHandlers) leadShow(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	id, rest, err := parseLead(args, in.Example)
	if err := errors.Join(err, noMore(rest, in.Example)); err != nil {
		return Ack{}, err
	}
	l, err := h.services.Leads.Show(ctx, id)
	return answer(ctx, h.desk, l, err, view.LeadDetail)
}

func (h leadHandlers) leadFind(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	text := args.Text()
	if text == "" {
		return Ack{}, fault.Invalid("What are you looking for? Expected a part of a name, a company or an address, such as `/lead find acme`.")
	}
	found, err := h.services.Leads.Find(ctx, text, mostFound+1)
	if err != nil {
		return Ack{}, err
	}
	text = view.Cut(text, 100)
	if len(found) == 0 {
		return says(view.Say("Nothing found for “" + text + "”. Try the beginning of a name, of a company or of an e-mail address; `/lead log` adds a lead.")), nil
	}
	more := max(0, len(found)-mostFound)
	return says(view.LeadList(h.viewContext(ctx), in.Actor.User, "Found for “"+text+"”", found[:len(found)-more], more)), nil
}

func (h leadHandlers) leadMine(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	mine, err := h.services.Leads.Mine(ctx, in.Actor.User)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.MineList(vc, in.Actor.User, mine) })
}

func (h leadHandlers) leadHandoff(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	in.Example = "/lead handoff L-1 @rep"
	return h.judgedCommand(h.lineHandoff, view.ActionHandoff)(ctx, in, args)
}

func (h leadHandlers) lineHandoff(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := h.services.Agreement.Definition(ctx)
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
	return h.services.Routing.Handoff(ctx, in.request(), id, offer)
}

// namesRep refuses a note that begins with a rep's name: without the @ the
// lead would go to the next in turn, which may be somebody else.
func (h leadHandlers) namesRep(ctx context.Context, id ref.LeadID, note string) error {
	first, _, _ := strings.Cut(note, " ")
	first = strings.Trim(first, ",.:;!")
	if first == "" {
		return nil
	}
	p, err := h.services.Core.Policy(ctx)
	if err != nil {
		return err
	}
	h.people.meet(ctx, p.Roster.Sales...)
	for _, rep := range p.Roster.Sales {
		full := h.people.name(rep)
		given, _, _ := strings.Cut(full, " ")
		if strings.EqualFold(first, given) || strings.EqualFold(first, strings.ReplaceAll(full, " ", "")) {
			return fault.Invalid("Is %s to get it? Then write the name with an @, as in `/lead handoff %s @%s`, and choose the person from the list. To hand it to the next in turn begin the note with another word.", rep.Mentioned(), id, first)
		}
	}
	return nil
}

// leadLine does with a lead what the words behind its number say.
type leadLine func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error)

// leadCommand reads which lead a command is about, and answers with what was
// done.
func (h leadHandlers) leadCommand(do leadLine) LineHandler {
	return h.judgedCommand(do, "")
}

// judgedCommand moves a lead to a stage that is judged. Where criteria are not
// met, the form in which they are answered is a click away.
func (h leadHandlers) judgedCommand(do leadLine, form string) LineHandler {
	return func(ctx context.Context, in *Input, args line.Line) (Ack, error) {
		id, rest, err := parseLead(args, in.Example)
		if err != nil {
			return Ack{}, err
		}
		done, err := do(ctx, in, id, rest)
		if !errors.Is(err, funnel.ErrNotMet) {
			return h.changed(ctx, done, err)
		}

		known, notRead := h.services.Leads.Show(ctx, id)
		if notRead != nil {
			return Ack{}, notRead
		}
		return says(view.NotMet(h.viewContext(ctx), known, form, fault.UserText(err))), nil
	}
}

// linePlain needs nothing but the lead.
func linePlain(do plainAct) leadLine {
	return func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
		if err := noMore(rest, in.Example); err != nil {
			return core.Done{}, err
		}
		return do(ctx, in.request(), id)
	}
}

// lineReason needs a reason: L-1 REASON [note].
func (h leadHandlers) lineReason(do reasonedAct, use agreement.ReasonUse) leadLine {
	return func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
		definition, err := h.services.Agreement.Definition(ctx)
		if err != nil {
			return core.Done{}, err
		}
		reason, note := parseReason(rest, definition, use)
		return do(ctx, in.request(), id, reason, note)
	}
}

// lineText needs a text: L-1 TEXT.
func lineText(do wordedAct) leadLine {
	return func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
		return do(ctx, in.request(), id, rest.Text())
	}
}

// lineDay needs a day: L-1 until=DATE [why].
func (h leadHandlers) lineDay(do datedAct) leadLine {
	return func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
		until, why, err := parseUntil(rest, h.today(), in.Example)
		if err != nil {
			return core.Done{}, err
		}
		return do(ctx, in.request(), id, until, why)
	}
}

func (h leadHandlers) leadReject(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	id, rest, err := parseLead(args, in.Example)
	if err != nil {
		return Ack{}, err
	}
	definition, err := h.services.Agreement.Definition(ctx)
	if err != nil {
		return Ack{}, err
	}
	reason, note := parseReason(rest, definition, agreement.WhyRejected)
	note, proof := parseProof(note)
	done, err := h.services.Leads.Reject(ctx, in.request(), id, funnel.Rejection{Reason: reason, Note: note, Proof: proof})
	if err != nil {
		return Ack{}, err
	}
	near, err := h.services.Disputes.Precedents(ctx, id, done.Lead.Reason)
	if err != nil { // the rejection stands, whatever could be said of others
		h.log.Warn().Err(err).Msg("could not look up rulings")
	}
	if len(near) == 0 {
		return h.changed(ctx, done, nil)
	}
	return says(view.RejectedKnowing(h.viewContext(ctx), done.Lead, near)), nil
}

func (h leadHandlers) lineTouch(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	kind, outcome, err := parseTouch(rest, in.Example)
	if err != nil {
		return core.Done{}, err
	}
	return h.services.Leads.Touch(ctx, in.request(), id, kind, outcome)
}

func (h leadHandlers) lineQualify(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := h.services.Agreement.Definition(ctx)
	if err != nil {
		return core.Done{}, err
	}
	opportunity, err := parseQualify(rest, h.today(), h.currency(), in.Example, caseOptions(definition, agreement.SQL))
	if err != nil {
		return core.Done{}, err
	}
	return h.services.Leads.Qualify(ctx, in.request(), id, opportunity)
}

func (h leadHandlers) lineWon(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	amount, err := parseWon(rest, h.currency(), in.Example)
	if err != nil {
		return core.Done{}, err
	}
	return h.services.Leads.Win(ctx, in.request(), id, amount)
}

func (h leadHandlers) lineAssign(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	to, why, err := parseAssign(rest, in.Actor.User, in.Example)
	if err != nil {
		return core.Done{}, err
	}
	return h.services.Leads.Assign(ctx, in.request(), id, to, why)
}

func (h leadHandlers) leadHistory(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	id, rest, err := parseLead(args, in.Example)
	if err := errors.Join(err, noMore(rest, in.Example)); err != nil {
		return Ack{}, err
	}
	l, entries, err := h.services.Leads.History(ctx, id)
	return h.answer(ctx, err, func(vc view.Context) view.Message { return view.HistoryList(vc, l, entries) })
}

func (h leadHandlers) leadUndo(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	undone, err := h.services.Leads.Undo(ctx, in.request())
	return h.undone(ctx, undone, err)
}

// undone answers who took back a change.
func (h leadHandlers) undone(ctx context.Context, undone leads.UndoResult, err error) (Ack, error) {
	return h.answer(ctx, err, func(vc view.Context) view.Message {
		return view.Undone(vc, undone.Lead, undone.Done, undone.Removed)
	})
}
