// Command floor is the least that a durable Slack bot in Go does: slack-go, and one record a command in bbolt with a
// group commit made by hand. Without a folder it keeps nothing and acknowledges at once, which shows how much the load
// generator can do.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()

	if err := run(ctx); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "floor:", err)

		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	answer := atOnce
	if folder := os.Getenv("BENCH_DATA"); folder != "" {
		kept, err := openLeads(filepath.Join(folder, "floor.db"))
		if err != nil {
			return err
		}

		defer kept.close()

		answer = kept.answer
	}

	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"),
		slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")), slack.OptionAPIURL(os.Getenv("SLACK_API_URL")))
	client := socketmode.New(api)

	go listen(client, answer)

	if err := client.RunContext(ctx); ctx.Err() == nil {
		return fmt.Errorf("talk to Slack: %w", err)
	}

	return nil
}

// answering does what a command asks for and gives the payload of its acknowledgement.
type answering func(slack.SlashCommand) any

func atOnce(slack.SlashCommand) any { return nil }

func listen(client *socketmode.Client, answer answering) {
	for event := range client.Events {
		command, ok := event.Data.(slack.SlashCommand)
		if !ok || event.Type != socketmode.EventTypeSlashCommand {
			continue
		}

		go func() {
			var payloads []any
			if payload := answer(command); payload != nil {
				payloads = append(payloads, payload)
			}

			if err := client.Ack(*event.Request, payloads...); err != nil {
				_, _ = fmt.Fprintln(os.Stderr, "floor:", err)
			}
		}()
	}
}

// lead is what is read of a command.
type lead struct {
	ID      uint64 `json:"id"`
	Name    string `json:"name"`
	Company string `json:"company"`
	Email   string `json:"email"`
	By      string `json:"by"`
	Text    string `json:"text"`
	Trigger string `json:"trigger"`
}

var address = regexp.MustCompile(`[^\s,]+@[^\s,]+`)

func parse(command slack.SlashCommand) lead {
	name, rest, _ := strings.Cut(strings.TrimPrefix(command.Text, "log "), ",")
	company, _, _ := strings.Cut(rest, ",")

	return lead{
		Name: strings.TrimSpace(name), Company: strings.TrimSpace(company), Email: address.FindString(rest),
		By: command.UserID, Text: command.Text, Trigger: command.TriggerID,
	}
}

// card is an answer of the size that a bot gives: about 1 kB of blocks.
func card(l lead) any {
	text := func(kind, s string) *slack.TextBlockObject { return slack.NewTextBlockObject(kind, s, false, false) }
	button := func(id, label string) slack.BlockElement {
		return slack.NewButtonBlockElement(id, fmt.Sprint(l.ID), text(slack.PlainTextType, label))
	}

	headline := fmt.Sprintf("*L-%d %s*, %s\n%s", l.ID, l.Name, l.Company, l.Email)

	return map[string]any{"response_type": "ephemeral", "blocks": []slack.Block{
		slack.NewSectionBlock(text(slack.MarkdownType, headline), nil, nil),
		slack.NewContextBlock("", text(slack.MarkdownType, "Logged by <@"+l.By+">")),
		slack.NewActionBlock("acts", button("handoff", "Hand off"), button("touch", "Log a call"), button("edit", "Edit")),
	}}
}
