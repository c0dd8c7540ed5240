package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/view"
)

func (b *Bot) goalSet(ctx context.Context, in *Input, args string) (Ack, error) {
	goal, err := parseGoal(args, b.service.Settings().Currency, in.Actor.User)
	if err != nil {
		return Ack{}, err
	}
	saved, err := b.service.SetGoal(ctx, in.request(), goal)
	if err != nil {
		return Ack{}, err
	}
	return says(view.GoalSaved(b.viewContext(ctx), saved)), nil
}

func (b *Bot) goalList(ctx context.Context, _ *Input, _ string) (Ack, error) {
	goals, err := b.service.Goals(ctx)
	if err != nil {
		return Ack{}, err
	}
	return says(view.GoalList(b.viewContext(ctx), goals)), nil
}

func (b *Bot) goalLog(ctx context.Context, in *Input, args string) (Ack, error) {
	metric, week, value, err := parseFigure(args, b.service.Settings().Currency, b.today())
	if err != nil {
		return Ack{}, err
	}
	was, err := b.service.LogFigure(ctx, in.request(), metric, week, value)
	if err != nil {
		return Ack{}, err
	}
	return says(view.FigureSaved(b.viewContext(ctx), metric, week, value, was)), nil
}
