package bot

import (
	"context"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/store"
)

// WebhookOffText says that another system is told nothing any more, and what to do.
func WebhookOffText(name string, w store.Webhook) kit.Message {
	return kit.Say("Leadloop tells the system behind the webhook " + kit.Escape(name) + " nothing more: since " +
		kit.Moment(w.Failing) + " it has taken nothing (" + kit.Shown(w.Why, kit.MaxFact) +
		"). Nothing is lost: mend it, then restart Leadloop, which goes on where it stopped.")
}

func (b *Bot) tellWebhookOff(ctx context.Context, _ kit.Context, t desk.Telling) (desk.Told, error) {
	w, err := b.Services.Webhooks.State(ctx, t.Name)
	return desk.Told{Message: WebhookOffText(t.Name, w), Nothing: !w.Off}, err
}
