package leads

import (
	"context"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
)

// The use cases of a lead, by what they need besides it: nothing, a reason and
// a note, a text, or a day and a word of why.
type (
	plainAct    func(ctx context.Context, req core.Request, id ref.LeadID) (core.Done, error)
	reasonedAct func(ctx context.Context, req core.Request, id ref.LeadID, reason, note string) (core.Done, error)
	wordedAct   func(ctx context.Context, req core.Request, id ref.LeadID, text string) (core.Done, error)
	datedAct    func(ctx context.Context, req core.Request, id ref.LeadID, until calendar.Date, why string) (core.Done,
		error)
)

// nothing is what an act needs that a click does: L-1.
func nothing(of func(*loop.Services) plainAct) needs {
	return needs{
		click: func(h handlers) plainAct { return of(h.Services) },
		line: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
			if err := desk.NoMore(rest, in.Example); err != nil {
				return core.Done{}, err
			}

			return of(h.Services)(ctx, in.Request(), id)
		},
	}
}

// aReason is one of those agreed on for a use, and perhaps a note: L-1 REASON [note].
func aReason(of func(*loop.Services) reasonedAct, use agreement.ReasonUse) needs {
	return needs{
		line: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
			definition, err := h.Services.Agreement.Definition(ctx)
			if err != nil {
				return core.Done{}, err
			}

			reason, note := parseReason(rest, definition, use)
			return of(h.Services)(ctx, in.Request(), id, reason, note)
		},
		submit: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
			return of(h.Services)(ctx, in.Request(), id, in.View.Form[kit.FieldReason], in.View.Form[kit.FieldNote])
		},
	}
}

// aText is what somebody says, in the field named: L-1 TEXT.
func aText(of func(*loop.Services) wordedAct, field string) needs {
	return needs{
		line: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
			return of(h.Services)(ctx, in.Request(), id, rest.Text())
		},
		submit: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
			return of(h.Services)(ctx, in.Request(), id, in.View.Form[field])
		},
	}
}

// aDay is until when, and why, in the field named: L-1 until=DATE [why].
func aDay(of func(*loop.Services) datedAct, why string) needs {
	return needs{
		line: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID, rest line.Line) (core.Done, error) {
			until, note, err := parseUntil(rest, h.Today(), in.Example)
			if err != nil {
				return core.Done{}, err
			}

			return of(h.Services)(ctx, in.Request(), id, until, note)
		},
		submit: func(h handlers, ctx context.Context, in *desk.Input, id ref.LeadID) (core.Done, error) {
			form := h.Form(in)
			until := form.Date(kit.FieldUntil)
			if form.Err != nil {
				return core.Done{}, form.Err
			}

			return of(h.Services)(ctx, in.Request(), id, until, form.Text(why))
		},
	}
}
