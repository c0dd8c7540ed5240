package desk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/loop/core"
)

// Kind is how somebody addressed the bot.
type Kind string

// The kinds of input.
const (
	KindCommand  Kind = "command"
	KindAction   Kind = "action"   // a button or a menu
	KindSubmit   Kind = "submit"   // a filled-in modal
	KindSuggest  Kind = "suggest"  // what is typed into a menu that is searched
	KindShortcut Kind = "shortcut" // global or on a message
	KindEvent    Kind = "event"
	KindOther    Kind = "other" // is acknowledged, and nothing else
)

// Actor is who did it, as Slack says.
type Actor struct {
	User ref.UserID
	Team string
	Bot  bool
}

// Input is one thing that somebody did in Slack.
type Input struct {
	Kind        Kind
	Name        string // the command, action id, callback id or event type
	DedupKey    string // the same for every delivery of the same act
	Actor       Actor
	Channel     string
	MessageTS   string
	Trigger     string // opens one modal within 3 s
	ResponseURL string
	Example     string // of a command: one as it is written
	Text        string // of a command, or of the message that a shortcut is about
	Turns       bool   // to a page of what a command shows: nothing may change
	Page        int    // of what it shows
	Value       string // of a button, or of the option chosen
	View        Surface
	Tab         string      // of an app_home_opened event
	Changed     *slack.User // of a user_change event
	Revoked     []string    // of a tokens_revoked event: the bots whose tokens are
	Again       bool        // of a click: it was delivered before
	Received    time.Time
}

// Surface is the modal or Home tab in which something happened.
type Surface struct {
	ID, Hash, Type string
	Metadata       string
	Form           map[string]string
	Inputs         []string // block ids of the inputs, from top to bottom
}

// Request is what a use case needs to know of the input.
func (in *Input) Request() core.Request {
	return core.Request{By: in.Actor.User, Key: in.DedupKey, Looks: in.Turns}
}

// decoders are the envelopes that the bot reads.
var decoders = map[string]func(payload json.RawMessage) (*Input, error){
	"slash_commands": decodeCommand,
	"interactive":    decodeInteraction,
	"events_api":     decodeEvent,
}

// Reads says whether the bot reads envelopes of a type.
func Reads(envelope string) bool {
	_, ok := decoders[envelope]
	return ok
}

// Decode reads the payload of an envelope. It reads only what the bot needs,
// so that a new kind of block in a message never makes its buttons dead.
func Decode(envelope string, payload json.RawMessage) (*Input, error) {
	read, ok := decoders[envelope]
	if !ok {
		return &Input{Kind: KindOther, Name: envelope}, nil
	}

	in, err := read(payload)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", envelope, err)
	}

	return in, nil
}

func decodeCommand(payload json.RawMessage) (*Input, error) {
	var p struct {
		Team        string     `json:"team_id"`
		Channel     string     `json:"channel_id"`
		User        ref.UserID `json:"user_id"`
		Command     string     `json:"command"`
		Text        string     `json:"text"`
		ResponseURL string     `json:"response_url"`
		Trigger     string     `json:"trigger_id"`
	}
	if err := json.Unmarshal(payload, &p); err != nil {
		return nil, err
	}

	return &Input{
		Kind: KindCommand, Name: p.Command, DedupKey: p.Trigger, Text: p.Text,
		Actor:   Actor{User: p.User, Team: p.Team},
		Channel: p.Channel, Trigger: p.Trigger, ResponseURL: p.ResponseURL,
	}, nil
}

type interaction struct {
	Type string `json:"type"`
	User struct {
		ID   ref.UserID `json:"id"`
		Team string     `json:"team_id"`
	} `json:"user"`
	Team struct {
		ID string `json:"id"`
	} `json:"team"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		MessageTS string `json:"message_ts"`
		Channel   string `json:"channel_id"`
	} `json:"container"`
	Message struct {
		TS   string `json:"ts"`
		Text string `json:"text"`
	} `json:"message"`
	Trigger     string          `json:"trigger_id"`
	Value       string          `json:"value"`    // of a block_suggestion: what is typed
	BlockID     string          `json:"block_id"` // and in which menu
	ResponseURL string          `json:"response_url"`
	Callback    string          `json:"callback_id"`
	Actions     []clicked       `json:"actions"`
	View        interactionView `json:"view"`
}

type clicked struct {
	ActionID string `json:"action_id"`
	Value    string `json:"value"`
	Option   struct {
		Value string `json:"value"`
	} `json:"selected_option"`
	User string `json:"selected_user"`
	Date string `json:"selected_date"`
}

type interactionView struct {
	ID       string          `json:"id"`
	Hash     string          `json:"hash"`
	Type     string          `json:"type"`
	Callback string          `json:"callback_id"`
	Metadata string          `json:"private_metadata"`
	State    json.RawMessage `json:"state"`
	Blocks   []struct {
		Type string `json:"type"`
		ID   string `json:"block_id"`
	} `json:"blocks"`
}

func decodeInteraction(payload json.RawMessage) (*Input, error) {
	var p interaction
	if err := json.Unmarshal(payload, &p); err != nil {
		return nil, err
	}

	in := &Input{
		Kind: KindOther, Name: p.Type, DedupKey: p.Trigger,
		Actor:   Actor{User: p.User.ID, Team: cmp.Or(p.User.Team, p.Team.ID)},
		Channel: cmp.Or(p.Channel.ID, p.Container.Channel), MessageTS: cmp.Or(p.Message.TS, p.Container.MessageTS),
		Trigger: p.Trigger, ResponseURL: p.ResponseURL,
		View: Surface{ID: p.View.ID, Hash: p.View.Hash, Type: p.View.Type, Metadata: p.View.Metadata},
	}
	switch p.Type {
	case "block_actions":
		in.click(p)
	case "view_submission":
		return in, in.submit(p)
	case "block_suggestion":
		in.Kind, in.Name, in.Value = KindSuggest, p.BlockID, p.Value
	case "shortcut", "message_action":
		in.Kind, in.Name, in.Text = KindShortcut, p.Callback, p.Message.Text
	}

	return in, nil
}

// click reads the one button or menu that was used. Its key is the same for
// two clicks on the same state of a message, and differs once it is redrawn.
func (in *Input) click(p interaction) {
	if len(p.Actions) == 0 {
		return
	}

	a := p.Actions[0]
	in.Kind, in.Name = KindAction, a.ActionID
	in.Value = cmp.Or(a.Option.Value, a.User, a.Date, a.Value)
	where := in.Channel + "/" + in.MessageTS
	if in.View.ID != "" {
		where = in.View.ID + "/" + in.View.Hash
	}

	in.DedupKey = "click/" + where + "/" + in.Name + "/" + in.Value + "/" + string(in.Actor.User)
}

func (in *Input) submit(p interaction) error {
	in.Kind, in.Name = KindSubmit, p.View.Callback
	in.DedupKey = "submit/" + in.View.ID + "/" + in.View.Hash
	for _, block := range p.View.Blocks {
		if block.Type == "input" {
			in.View.Inputs = append(in.View.Inputs, block.ID)
		}
	}

	var state slack.ViewState
	if len(p.View.State) > 0 {
		if err := json.Unmarshal(p.View.State, &state); err != nil {
			return fmt.Errorf("what was filled in: %w", err)
		}
	}

	in.View.Form = kit.Form(&state)
	return nil
}

func decodeEvent(payload json.RawMessage) (*Input, error) {
	var p struct {
		Team string `json:"team_id"`
		// Authorizations are for whom the app hears of it, where that is not the workspace in which it happened.
		Authorizations []struct {
			Team string `json:"team_id"`
		} `json:"authorizations"`
		ID    string `json:"event_id"`
		Event struct {
			Type    string          `json:"type"`
			User    json.RawMessage `json:"user"` // an id, or of user_change the whole user
			Channel json.RawMessage `json:"channel"`
			Tab     string          `json:"tab"`
			BotID   string          `json:"bot_id"`
			Tokens  struct {
				Bot []string `json:"bot"`
			} `json:"tokens"`
		} `json:"event"`
	}
	if err := json.Unmarshal(payload, &p); err != nil {
		return nil, err
	}

	in := &Input{
		Kind: KindEvent, Name: p.Event.Type, DedupKey: p.ID, Tab: p.Event.Tab, Revoked: p.Event.Tokens.Bot,
		Actor: Actor{Team: p.Team, Bot: p.Event.BotID != ""},
	}
	if len(p.Authorizations) > 0 {
		in.Actor.Team = p.Authorizations[0].Team
	}

	if len(p.Event.User) > 0 && json.Unmarshal(p.Event.User, &in.Actor.User) != nil {
		var changed slack.User
		if err := json.Unmarshal(p.Event.User, &changed); err != nil {
			return nil, fmt.Errorf("the user of %s: %w", p.Event.Type, err)
		}

		in.Changed = &changed
	}

	return in, nil
}
