package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
)

func TestGolden(t *testing.T) {
	kittest.Check(t, nil, addStatus, addHelp)
}

func addHelp(_ kit.Context, add kittest.Adder) {
	for of, commands := range Commands() {
		ack, err := commands[0].Run(context.Background(), &desk.Input{}, nil)
		if err == nil {
			add("reply", "help_"+strings.TrimPrefix(of, "/"), ack.Message)
		}
	}
}
