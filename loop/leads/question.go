package leads

import (
	"context"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// Ask puts a question to marketing before a handoff is answered.
func (s *Service) Ask(ctx context.Context, req core.Request, id ref.LeadID, question string) (core.Done, error) {
	return s.change(ctx, "ask about a lead", funnel.EntryAsked, req, id, func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
		return l.Ask(question, act, p)
	})
}

// Answer answers the question about a handoff.
func (s *Service) Answer(ctx context.Context, req core.Request, id ref.LeadID, answer string) (core.Done, error) {
	return s.change(ctx, "answer a question about a lead", funnel.EntryAnswered, req, id, func(l funnel.Lead, act people.Act, p funnel.Policy) (funnel.Change, error) {
		return l.Answer(answer, act, p)
	})
}
