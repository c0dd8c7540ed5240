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

func help(name string) command {
	return func(context.Context, *Input, line.Line) (Ack, error) { return says(view.Help(name)), nil }
}

func (b *Bot) leadNew(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	return b.ask(ctx, in, view.NewLead(b.viewContext(ctx), funnel.LeadInput{}))
}

func (b *Bot) leadLog(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	input, err := parseLog(args)
	if err != nil {
		return Ack{}, err
	}
	return b.logLead(ctx, in, input)
}

func (b *Bot) logLead(ctx context.Context, in *Input, input funnel.LeadInput) (Ack, error) {
	logged, err := b.services.Leads.Log(ctx, in.request(), input)
	return answer(ctx, b, logged, err, view.Logged)
}

// changed answers who changed a lead.
func (b *Bot) changed(ctx context.Context, done core.Done, err error) (Ack, error) {
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.Changed(vc, done.Lead, done.Kind) })
}

func (b *Bot) leadShow(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	id, rest, err := parseLead(args, in.Example)
	if err := errors.Join(err, noMore(rest, in.Example)); err != nil {
		return Ack{}, err
	}
	l, err := b.services.Leads.Show(ctx, id)
	return answer(ctx, b, l, err, view.LeadDetail)
}

func (b *Bot) leadFind(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	text := args.Text()
	if text == "" {
		return Ack{}, fault.Invalid("What are you looking for? Expected a part of a name, a company or an address, such as `/lead find acme`.")
	}
	found, err := b.services.Leads.Find(ctx, text, mostFound+1)
	if err != nil {
		return Ack{}, err
	}
	text = view.Cut(text, 100)
	if len(found) == 0 {
		return says(view.Say("Nothing found for “" + text + "”. Try the beginning of a name, of a company or of an e-mail address; `/lead log` adds a lead.")), nil
	}
	more := max(0, len(found)-mostFound)
	return says(view.LeadList(b.viewContext(ctx), in.Actor.User, "Found for “"+text+"”", found[:len(found)-more], more)), nil
}

func (b *Bot) leadMine(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	mine, err := b.services.Leads.Mine(ctx, in.Actor.User)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.MineList(vc, in.Actor.User, mine) })
}

func (b *Bot) leadHandoff(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	in.Example = "/lead handoff L-1 @rep"
	return b.judgedCommand(b.lineHandoff, view.ActionHandoff)(ctx, in, args)
}

func (b *Bot) lineHandoff(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := b.services.Agreement.Definition(ctx)
	if err != nil {
		return core.Done{}, err
	}
	offer, err := parseOffer(rest, in.Actor.User, definition)
	if err != nil {
		return core.Done{}, err
	}
	if offer.To == "" {
		if err := b.namesRep(ctx, id, offer.Note); err != nil {
			return core.Done{}, err
		}
	}
	return b.services.Routing.Handoff(ctx, in.request(), id, offer)
}

// namesRep refuses a note that begins with a rep's name: without the @ the
// lead would go to the next in turn, which may be somebody else.
func (b *Bot) namesRep(ctx context.Context, id ref.LeadID, note string) error {
	first, _, _ := strings.Cut(note, " ")
	first = strings.Trim(first, ",.:;!")
	if first == "" {
		return nil
	}
	p, err := b.services.Core.Policy(ctx)
	if err != nil {
		return err
	}
	b.people.meet(ctx, p.Roster.Sales...)
	for _, rep := range p.Roster.Sales {
		full := b.people.name(rep)
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
func (b *Bot) leadCommand(do leadLine) command {
	return b.judgedCommand(do, "")
}

// judgedCommand moves a lead to a stage that is judged. Where criteria are not
// met, the form in which they are answered is a click away.
func (b *Bot) judgedCommand(do leadLine, form string) command {
	return func(ctx context.Context, in *Input, args line.Line) (Ack, error) {
		id, rest, err := parseLead(args, in.Example)
		if err != nil {
			return Ack{}, err
		}
		done, err := do(ctx, in, id, rest)
		if !errors.Is(err, funnel.ErrNotMet) {
			return b.changed(ctx, done, err)
		}

		known, notRead := b.services.Leads.Show(ctx, id)
		if notRead != nil {
			return Ack{}, notRead
		}
		return says(view.NotMet(b.viewContext(ctx), known, form, fault.UserText(err))), nil
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
func (b *Bot) lineReason(do reasonedAct, use agreement.ReasonUse) leadLine {
	return func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
		definition, err := b.services.Agreement.Definition(ctx)
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
func (b *Bot) lineDay(do datedAct) leadLine {
	return func(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
		until, why, err := parseUntil(rest, b.today(), in.Example)
		if err != nil {
			return core.Done{}, err
		}
		return do(ctx, in.request(), id, until, why)
	}
}

func (b *Bot) leadReject(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	id, rest, err := parseLead(args, in.Example)
	if err != nil {
		return Ack{}, err
	}
	definition, err := b.services.Agreement.Definition(ctx)
	if err != nil {
		return Ack{}, err
	}
	reason, note := parseReason(rest, definition, agreement.WhyRejected)
	note, proof := parseProof(note)
	done, err := b.services.Leads.Reject(ctx, in.request(), id, funnel.Rejection{Reason: reason, Note: note, Proof: proof})
	if err != nil {
		return Ack{}, err
	}
	near, err := b.services.Disputes.Precedents(ctx, id, done.Lead.Reason)
	if err != nil { // the rejection stands, whatever could be said of others
		b.log.Warn().Err(err).Msg("could not look up rulings")
	}
	if len(near) == 0 {
		return b.changed(ctx, done, nil)
	}
	return says(view.RejectedKnowing(b.viewContext(ctx), done.Lead, near)), nil
}

func (b *Bot) lineTouch(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	kind, outcome, err := parseTouch(rest, in.Example)
	if err != nil {
		return core.Done{}, err
	}
	return b.services.Leads.Touch(ctx, in.request(), id, kind, outcome)
}

func (b *Bot) lineQualify(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	definition, err := b.services.Agreement.Definition(ctx)
	if err != nil {
		return core.Done{}, err
	}
	opportunity, err := parseQualify(rest, b.today(), b.currency(), in.Example, caseOptions(definition, agreement.SQL))
	if err != nil {
		return core.Done{}, err
	}
	return b.services.Leads.Qualify(ctx, in.request(), id, opportunity)
}

func (b *Bot) lineWon(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	amount, err := parseWon(rest, b.currency(), in.Example)
	if err != nil {
		return core.Done{}, err
	}
	return b.services.Leads.Win(ctx, in.request(), id, amount)
}

func (b *Bot) lineAssign(ctx context.Context, in *Input, id ref.LeadID, rest line.Line) (core.Done, error) {
	to, why, err := parseAssign(rest, in.Actor.User, in.Example)
	if err != nil {
		return core.Done{}, err
	}
	return b.services.Leads.Assign(ctx, in.request(), id, to, why)
}

func (b *Bot) leadHistory(ctx context.Context, in *Input, args line.Line) (Ack, error) {
	id, rest, err := parseLead(args, in.Example)
	if err := errors.Join(err, noMore(rest, in.Example)); err != nil {
		return Ack{}, err
	}
	l, entries, err := b.services.Leads.History(ctx, id)
	return b.answer(ctx, err, func(vc view.Context) view.Message { return view.HistoryList(vc, l, entries) })
}

func (b *Bot) leadUndo(ctx context.Context, in *Input, _ line.Line) (Ack, error) {
	undone, err := b.services.Leads.Undo(ctx, in.request())
	return b.undone(ctx, undone, err)
}

// undone answers who took back a change.
func (b *Bot) undone(ctx context.Context, undone leads.UndoResult, err error) (Ack, error) {
	return b.answer(ctx, err, func(vc view.Context) view.Message {
		return view.Undone(vc, undone.Lead, undone.Done, undone.Removed)
	})
}
