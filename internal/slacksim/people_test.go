package slacksim_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/leadloop/leadloop/internal/slacksim"
)

func TestSearchesAndFilesInAModal(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var files []string
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			switch data := evt.Data.(type) {
			case slack.SlashCommand:
				search := slack.NewInputBlock("lead", plain("Lead"), nil, slack.NewOptionsSelectBlockElement("external_select", plain("Search"), "v"))
				upload := slack.NewInputBlock("csv", plain("File"), nil, slack.NewFileInputBlockElement("v"))
				if _, err := w.api.OpenView(data.TriggerID, slack.ModalViewRequest{
					Type: slack.VTModal, Title: plain("Import"), Submit: plain("Go"),
					Blocks: slack.Blocks{BlockSet: []slack.Block{search, upload}},
				}); err != nil {
					t.Error(err)
				}
				sm.Ack(*evt.Request)
			case slack.InteractionCallback:
				if data.Type == slack.InteractionTypeBlockSuggestion {
					sm.Ack(*evt.Request, slack.OptionsResponse{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject("L-1", plain(data.Value+" of Acme"), nil)}})
					return
				}
				for _, f := range data.View.State.Values["csv"]["v"].Files {
					files = append(files, f.Name)
				}
				if got := data.View.State.Values["lead"]["v"].SelectedOption.Value; got != "L-1" {
					t.Errorf("selected %q", got)
				}
				sm.Ack(*evt.Request)
			}
		}
		w.connect(1)
		m := w.User("sam").Runs("/lead import").Modal()
		if r := m.Fill("Lead", "Jane").Attach("File", "in.csv", []byte("a")).Submit(); !r.Closed {
			t.Errorf("%+v", r)
		}
		if m.Value("Lead") != "Jane of Acme" || cmp.Diff([]string{"in.csv"}, files) != "" {
			t.Errorf("%q %q", m.Value("Lead"), files)
		}
		w.noProblems()
	})
}

func TestTheAppHearsOnlyWhatItMay(t *testing.T) {
	o := defaultOptions()
	o.Scopes = []string{"app_mentions:read", "channels:read", "users:read", "im:history", "chat:write"}
	inWorld(t, o, func(w *world) {
		var got record
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if data, ok := evt.Data.(slackevents.EventsAPIEvent); ok {
				got.add(data.InnerEvent.Type)
				sm.Ack(*evt.Request)
			}
		}
		w.connect(1)
		sam := w.User("sam")
		sam.In("leads").Says("nobody hears this without channels:history")
		sam.In("leads").Says("hey @leadloop")
		sam.In("other").Says("@leadloop is not here")
		sam.Says("a word in private")
		w.Join("leads", "sam")
		w.Leave("leads", "sam")
		w.Join("other", "leadloop")
		w.Join("other", "mia")
		w.AddUser(slacksim.User{ID: "U2", Name: "mia", TZ: "Asia/Tokyo"})
		w.AddUserGroup(slacksim.UserGroup{ID: "S1", Handle: "sales"})
		time.Sleep(time.Second)
		want := map[string]int{"app_mention": 1, "message": 1, "member_joined_channel": 2, "member_left_channel": 1, "user_change": 1}
		counts := map[string]int{}
		for _, name := range got.all() {
			counts[name]++
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheManifestNarrowsTheEvents(t *testing.T) {
	o := defaultOptions()
	o.Events = []string{"message.im"}
	inWorld(t, o, func(w *world) {
		var got record
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			if data, ok := evt.Data.(slackevents.EventsAPIEvent); ok {
				got.add(data.InnerEvent.Data.(*slackevents.MessageEvent).Text)
				sm.Ack(*evt.Request)
			}
		}
		w.connect(1)
		w.User("sam").In("leads").Says("in public")
		w.User("sam").Says("in private")
		time.Sleep(time.Second)
		if diff := cmp.Diff([]string{"in private"}, got.all()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingUnexpectedIsPosted(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		post := func(text string, options ...slack.MsgOption) string {
			_, ts, err := w.api.PostMessage("C1", append(options, slack.MsgOptionText(text, false))...)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			return ts
		}
		ts := post("first")
		post("second", slack.MsgOptionTS(ts))
		if _, err := w.api.PostEphemeral("C1", "U2", slack.MsgOptionText("only mia", false)); err != nil {
			t.Fatal(err)
		}
		if got := len(w.Unclaimed()); got != 3 {
			t.Fatalf("%d are unclaimed", got)
		}
		first := w.Channel("leads").Expects("first")
		if replies := first.Replies(); len(replies) != 1 || replies[0].Text != "second" {
			t.Errorf("the replies are %v", replies)
		}
		w.Channel("leads").Expects("second")
		w.User("mia").In("leads").Expects("only mia")
		if rest := w.Unclaimed(); len(rest) != 0 {
			t.Errorf("left over: %v", rest)
		}
		if _, _, _, err := w.api.UpdateMessage("C1", ts, slack.MsgOptionText("first, edited", false)); err != nil {
			t.Fatal(err)
		}
		w.Channel("leads").Expects("edited")
		if first.Latest().Text != "first, edited" || first.Text != "first" {
			t.Errorf("a snapshot changed: %q", first.Text)
		}
		if _, _, err := w.api.DeleteMessage("C1", ts); err != nil || first.Latest() != nil {
			t.Errorf("it is still there: %v", err)
		}
	})
}

// failing is a test that notes its failure instead of ending.
type failing struct{ text chan string }

func (f failing) Helper() {}
func (f failing) Fatalf(format string, args ...any) {
	f.text <- format
	panic(errFailed)
}

var errFailed = errors.New("failed")

func TestExpectationsCanFail(t *testing.T) {
	for name, act := range map[string]func(w *world){
		"a missing message":  func(w *world) { w.Channel("leads").Expects("nothing such") },
		"a missing button":   func(w *world) { w.User("sam").Clicks("Accept") },
		"a missing modal":    func(w *world) { w.User("sam").Modal() },
		"a stranger's place": func(w *world) { w.User("mia").In("other").Runs("/lead") },
		"an unknown person":  func(w *world) { w.User("nobody") },
		"a failed command":   func(w *world) { w.User("sam").Runs("/nope").Expects("x") },
		"an unasked post": func(w *world) {
			w.api.PostMessageContext(context.Background(), "C1", slack.MsgOptionText("hi", false))
			w.Channel("leads").ExpectsNothing()
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, defaultOptions(), func(w *world) {
				f := failing{make(chan string, 1)}
				w.Bind(f)
				func() {
					defer func() {
						if r := recover(); r != nil && r != any(errFailed) {
							panic(r)
						}
					}()
					act(w)
				}()
				if len(f.text) != 1 {
					t.Error("it did not fail")
				}
			})
		})
	}
}

func TestTimestampsNeverRepeat(t *testing.T) {
	o := defaultOptions()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	o.Now = func() time.Time { return now }
	inWorld(t, o, func(w *world) {
		last := ""
		for i := range 50 {
			if i == 25 {
				now = now.Add(-time.Hour) // a clock that is set back
			}
			ts := w.User("sam").In("leads").Says("x")
			if ts <= last {
				t.Fatalf("%s after %s", ts, last)
			}
			last = ts
		}
	})
}
