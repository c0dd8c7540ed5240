package bot

import (
	"context"

	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/ref"
)

// clickGoal reads the goal of a button and does something with it.
func (b *Bot) clickGoal(do func(context.Context, *Input, ref.GoalID) (Ack, error)) handler {
	return func(ctx context.Context, in *Input) (Ack, error) {
		id, err := ref.ParseGoalID(in.Value)
		if err != nil {
			return Ack{}, err
		}
		return do(ctx, in, id)
	}
}

func (b *Bot) clickGoalNew(ctx context.Context, in *Input) (Ack, error) {
	return b.askGoal(ctx, in, goals.Goal{Owner: in.Actor.User})
}

func (b *Bot) clickGoalTree(ctx context.Context, in *Input) (Ack, error) {
	return b.goalTree(ctx, in, in.Value)
}

func (b *Bot) clickGoalShow(ctx context.Context, _ *Input, id ref.GoalID) (Ack, error) {
	return b.showGoal(ctx, id)
}

func (b *Bot) clickGoalEdit(ctx context.Context, in *Input, id ref.GoalID) (Ack, error) {
	return b.goalEdit(ctx, in, id.String())
}
