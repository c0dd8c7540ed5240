package slacksim_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/leadloop/leadloop/internal/slacksim"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func TestACommandIsAnsweredInTheAck(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var got slack.SlashCommand
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if c, ok := evt.Data.(slack.SlashCommand); ok {
				got = c
				sm.Ack(*evt.Request, map[string]any{"text": "You have 3 leads"})
			}
		}
		defer w.connect(2)()
		r := w.User("sam").In("leads").Runs("/lead mine @mia #other a@b.com <x>")
		r.Expects("3 leads")
		if r.Text != "You have 3 leads" {
			t.Errorf("the reply is %q", r.Text)
		}
		want := "mine <@U2|mia> <#C2|other> <mailto:a@b.com|a@b.com> &lt;x&gt;"
		if got.Text != want || got.UserID != "U1" || got.ChannelName != "leads" || got.Command != "/lead" {
			t.Errorf("the command came as %+v", got)
		}
		if len(w.Unclaimed()) != 0 {
			t.Errorf("unclaimed: %v", w.Unclaimed())
		}
		w.noProblems()
	})
}

func TestACommandWithoutAppOrAnswerFailsAsInSlack(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		sam := w.User("sam").In("leads")
		if r := sam.Runs("/lead mine"); r.Failure != "dispatch_failed" {
			t.Errorf("without a connection: %q", r.Failure)
		}
		defer w.connect(1)()
		started := time.Now()
		if r := sam.Runs("/lead mine"); r.Failure != "operation_timeout" || time.Since(started) != 3*time.Second {
			t.Errorf("without an ack: %q after %s", r.Failure, time.Since(started))
		}
		w.problem("the command /lead was not acknowledged")
		if r := sam.Runs("/nope"); r.Failure != "/nope is not a valid command" {
			t.Errorf("unknown: %q", r.Failure)
		}
	})
}

func TestALateAckAndATooLargeAckAreProblems(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		answer := map[string]any{"text": "late"}
		wait := 4 * time.Second
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if evt.Type == socketmode.EventTypeSlashCommand {
				time.Sleep(wait)
				sm.Ack(*evt.Request, answer)
			}
		}
		defer w.connect(1)()
		sam := w.User("sam").In("leads")
		sam.Runs("/lead mine")
		time.Sleep(2 * time.Second)
		w.problem("came 4s after delivery")
	})
}

func cardBlocks() slack.MsgOption {
	return slack.MsgOptionBlocks(
		slack.NewSectionBlock(plain("Jane from Acme"), nil, nil),
		slack.NewActionBlock("act", button("accept", "L-1", "Accept"), button("reject", "L-1", "Reject")),
	)
}

func TestAButtonEditsItsCard(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			click, ok := evt.Data.(slack.InteractionCallback)
			if !ok {
				return
			}
			sm.Ack(*evt.Request)
			if len(click.Message.Blocks.BlockSet) != 2 || click.ActionCallback.BlockActions[0].Value != "L-1" || click.User.ID != "U1" {
				t.Errorf("the click came as %+v", click)
			}
			_, _, _, err := w.api.UpdateMessage(click.Channel.ID, click.Container.MessageTs, slack.MsgOptionText("Accepted by sam", false),
				slack.MsgOptionBlocks())
			if err != nil {
				t.Error(err)
			}
			if _, _, err := w.api.PostMessage("", slack.MsgOptionResponseURL(click.ResponseURL, "ephemeral"), slack.MsgOptionText("Well done", false)); err != nil {
				t.Error(err)
			}
		}
		defer w.connect(1)()
		if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("New lead Jane", false), cardBlocks()); err != nil {
			t.Fatal(err)
		}
		card := w.Channel("leads").Expects("Jane from Acme")
		if diff := cmp.Diff([]string{"Accept", "Reject"}, card.Buttons()); diff != "" {
			t.Error(diff)
		}
		w.User("sam").In("leads").Clicks("Accept").Expects("Well done")
		card.Expects("Accepted by sam")
		if len(card.Buttons()) != 0 {
			t.Errorf("the buttons are still there: %v", card.Buttons())
		}
		w.Channel("leads").ExpectsNothing()
		w.noProblems()
	})
}

func leadModal() slack.ModalViewRequest {
	company := slack.NewInputBlock("company", plain("Company"), nil, slack.NewPlainTextInputBlockElement(nil, "v"))
	size := slack.NewInputBlock("size", plain("Size"), nil, slack.NewOptionsSelectBlockElement("static_select", plain("Pick"), "v",
		slack.NewOptionBlockObject("s", plain("Small"), nil), slack.NewOptionBlockObject("l", plain("Large"), nil)))
	owner := slack.NewInputBlock("owner", plain("Owner"), nil, slack.NewOptionsSelectBlockElement("users_select", nil, "v"))
	owner.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain("New lead"), Submit: plain("Save"), Close: plain("Cancel"),
		CallbackID: "new", NotifyOnClose: true, Blocks: slack.Blocks{BlockSet: []slack.Block{company, size, owner}},
	}
}

func TestAModalReportsErrorsOnItsFields(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		closed := false
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			switch data := evt.Data.(type) {
			case slack.SlashCommand:
				if _, err := w.api.OpenView(data.TriggerID, leadModal()); err != nil {
					t.Error(err)
				}
				sm.Ack(*evt.Request)
				if _, err := w.api.OpenView(data.TriggerID, leadModal()); err == nil || err.Error() != "exchanged_trigger_id" {
					t.Errorf("a second use of the trigger: %v", err)
				}
			case slack.InteractionCallback:
				if data.Type == slack.InteractionTypeViewClosed {
					closed = true
					sm.Ack(*evt.Request)
					return
				}
				values := data.View.State.Values
				if values["company"]["v"].Value == "x" {
					sm.Ack(*evt.Request, slack.NewErrorsViewSubmissionResponse(map[string]string{"company": "Too short"}))
					return
				}
				if values["size"]["v"].SelectedOption.Value != "l" || values["owner"]["v"].SelectedUser != "U2" {
					t.Errorf("the values are %+v", values)
				}
				sm.Ack(*evt.Request)
			}
		}
		defer w.connect(1)()
		sam := w.User("sam").In("leads")
		m := sam.Runs("/lead new").Modal()
		if r := m.Fill("Company", "x").Submit(); r.Closed || r.Errors["Size"] == "" {
			t.Errorf("a required field was let go: %+v", r)
		}
		if r := m.Select("Size", "Large").Select("Owner", "mia").Submit(); r.Closed || r.Errors["Company"] != "Too short" {
			t.Errorf("the app's error is missing: %+v", r)
		}
		if r := m.Fill("Company", "Acme").Submit(); !r.Closed || sam.HasModal() {
			t.Errorf("the modal did not close: %+v", r)
		}
		sam.Runs("/lead new").Modal().Close()
		if !closed {
			t.Error("the app was not told of the closing")
		}
		w.problem("exchanged_trigger_id")
	})
}

func TestTheHomeTabHasAHash(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		publish := func(user, hash, text string) error {
			_, err := w.api.PublishView(user, slack.HomeTabViewRequest{
				Type: slack.VTHomeTab,
				Blocks: slack.Blocks{BlockSet: []slack.Block{
					slack.NewSectionBlock(plain(text), nil, nil),
					slack.NewActionBlock("b", button("go", "", "Go")),
				}},
			}, hash)
			return err
		}
		clicked := ""
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			switch data := evt.Data.(type) {
			case slackevents.EventsAPIEvent:
				sm.Ack(*evt.Request)
				if e, ok := data.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok {
					if err := publish(e.User, "", "Good morning"); err != nil {
						t.Error(err)
					}
				}
			case slack.InteractionCallback:
				clicked = data.View.ID
				sm.Ack(*evt.Request)
			}
		}
		defer w.connect(2)()
		home := w.User("sam").Home()
		if home == nil || !contains(home.Text, "Good morning") {
			t.Fatalf("the home is %+v", home)
		}
		if err := publish("U1", "old", "x"); err == nil || err.Error() != "hash_conflict" {
			t.Errorf("an old hash: %v", err)
		}
		if err := publish("U1", home.Hash, "Good evening"); err != nil {
			t.Error(err)
		}
		w.User("sam").Clicks("Go")
		if clicked != home.ID {
			t.Errorf("the click named the view %q", clicked)
		}
		w.noProblems()
	})
}

func TestShortcutsCarryTheirMessage(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var kinds []string
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if data, ok := evt.Data.(slack.InteractionCallback); ok {
				kinds = append(kinds, string(data.Type)+" "+data.CallbackID+" "+data.Message.Text)
				sm.Ack(*evt.Request)
			}
		}
		defer w.connect(1)()
		sam := w.User("sam").In("leads")
		said := sam.SaysMessage("call https://acme.com now")
		sam.Shortcut("Log as lead", said)
		sam.Shortcut("New lead")
		want := []string{"message_action log_lead call <https://acme.com> now", "shortcut new_lead "}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Error(diff)
		}
		w.noProblems()
	})
}

func TestMembershipDecides(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		w.AddUser(slacksim.User{ID: "U9", Name: "gone", Deleted: true})
		w.AddChannel(slacksim.Channel{ID: "C4", Name: "old", Members: []string{"U0LEADLOOP"}, IsArchived: true})
		for channel, want := range map[string]string{
			"C1": "", "C2": "not_in_channel", "C3": "channel_not_found", "C4": "is_archived", "C9": "channel_not_found", "U1": "", "U9": "account_inactive",
		} {
			got := ""
			if _, _, err := w.api.PostMessage(channel, slack.MsgOptionText("hi", false)); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("%s: %q, not %q", channel, got, want)
			}
		}
		w.User("sam").DM().Expects("hi")
	})
}
