package bot

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/desk"
)

// Whatever is typed gets an answer in words: no command fails inside, and none says nothing.
func FuzzEveryCommandSurvivesAnyText(f *testing.F) {
	for _, seed := range []string{
		"Jane Doe, Acme, jane@acme.com +49 30 123456 source=webinar need=\"x, y\"", "L-1 <@U1|sam> note", "L-1 amount=12k close=31.12.2026",
		"\"", "\"\"", "= =", "source=", "need=\"", "L", "L -", "<@>", "<mailto:|>", "<tel:|>", "&lt;&gt;", "\uE010\uE012", "until=in 3", "a=b=c", ",,;;",
		"revenue=500k period=2027-Q1 win=25% vs win=30%", "vs vs", "revenue= vs win=",
	} {
		f.Add(seed)
	}

	f.Fuzz(func(t *testing.T, text string) {
		b := newBot(t, newFakeSlack(t))
		for of, commands := range b.routes.commands {
			for _, c := range commands {
				in := &desk.Input{Kind: desk.KindCommand, Name: of, Text: c.Word + " " + text, Trigger: "t." + c.Of + c.Word, Actor: desk.Actor{User: boss}}
				ack := b.handle(t.Context(), in)
				if ack.Message != nil && strings.Contains(ack.Message.Text, "Something went wrong on our side") {
					t.Errorf("%s %s %q: %s", of, c.Word, text, ack.Message.Text)
				}
			}
		}
	})
}
