package slacksim_test

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// said is what a person sees in a conversation.
func said(p page, as, channel string) (texts []string) {
	for _, m := range asList(p.get("/app/messages?peek=1&as=" + as + "&channel=" + channel)["messages"]) {
		texts = append(texts, asObject(m)["text"].(string))
	}
	return texts
}

func asList(v any) []any               { list, _ := v.([]any); return list }
func asObject(v any) map[string]any    { o, _ := v.(map[string]any); return o }
func stateOf(p page, as string) fields { return p.get("/app/state?as=" + as) }
func unreadIn(state fields, id string) (unread float64) {
	for _, c := range asList(state["channels"]) {
		if c := asObject(c); c["id"] == id {
			unread, _ = c["unread"].(float64)
		}
	}
	return unread
}

func TestConversationsOutliveTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "conversations")
	var before []string
	var direct string
	inWorld(t, defaultOptions(), func(w *world) {
		if err := w.KeepIn(path); err != nil {
			t.Fatal(err)
		}
		post := func(channel, text string) string {
			where, ts, err := w.api.PostMessage(channel, slack.MsgOptionText(text, false))
			if err != nil {
				t.Fatal(err)
			}
			direct = where
			return ts
		}
		post("C1", "one")
		edited, gone := post("C1", "two"), post("C1", "three")
		if _, _, _, err := w.api.UpdateMessage("C1", edited, slack.MsgOptionText("two and a half", false)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.api.DeleteMessage("C1", gone); err != nil {
			t.Fatal(err)
		}
		post("U1", "for you alone")
		before = said(page{w}, "U1", "C1")
	})
	if diff := cmp.Diff([]string{"one", "two and a half"}, before); diff != "" {
		t.Fatal(diff)
	}

	// The last line was cut off when the process died.
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"serial":99,"channel":"C1","mess`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}

	for range 2 { // what was taken up is kept for the next time too
		inWorld(t, defaultOptions(), func(w *world) {
			if err := w.KeepIn(path); err != nil {
				t.Fatal(err)
			}
			p := page{w}
			if diff := cmp.Diff(before, said(p, "U1", "C1")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{"for you alone"}, said(p, "U1", direct)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNumbersOutliveTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "conversations")
	blocks := `[{"type":"data_table","block_id":"d","caption":"Deals","page_size":5,"rows":[
		[{"type":"raw_text","text":"Deal"},{"type":"raw_text","text":"Amount"}],
		[{"type":"raw_text","text":"Acme"},{"type":"raw_number","value":12345678901234567.50}]]}]`
	var before *slacktest.Message
	inWorld(t, defaultOptions(), func(w *world) {
		if err := w.KeepIn(path); err != nil {
			t.Fatal(err)
		}
		resp, err := w.client.PostForm("http://slack.test/api/chat.postMessage", url.Values{
			"token": {"xoxb-slacksim-bot"}, "channel": {"C1"}, "text": {"Deals"}, "blocks": {blocks},
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		before = w.Channel("leads").Expects("12345678901234567.50")
	})

	inWorld(t, defaultOptions(), func(w *world) {
		if err := w.KeepIn(path); err != nil {
			t.Fatal(err)
		}
		after := w.Channel("leads").Messages()[0]
		if diff := cmp.Diff(before.Blocks, after.Blocks); diff != "" || after.Text != before.Text {
			t.Errorf("%s\n%s", after.Text, diff)
		}
	})
}

func TestAFileThatHoldsNoConversationsIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "conversations")
	if err := os.WriteFile(path, []byte("something else\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := slacksim.New(slacksim.Options{})
	defer w.Close()
	if err := w.KeepIn(path); err == nil {
		t.Error("it was taken up")
	}
}

func TestToPeekIsNotToRead(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		p := page{w}
		if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("news", false)); err != nil {
			t.Fatal(err)
		}
		p.get("/app/messages?as=U1&channel=C1&peek=1")
		if n := unreadIn(stateOf(p, "U1"), "C1"); n != 1 {
			t.Errorf("after peeking %v messages are unread", n)
		}
		p.get("/app/messages?as=U1&channel=C1")
		if n := unreadIn(stateOf(p, "U1"), "C1"); n != 0 {
			t.Errorf("after reading %v messages are unread", n)
		}
		if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("more", false)); err != nil {
			t.Fatal(err)
		}
		w.ReadAll()
		if n := unreadIn(stateOf(p, "U1"), "C1"); n != 0 {
			t.Errorf("after everybody read everything %v messages are unread", n)
		}
	})
}

// TestWhatOnePersonAloneIsShownIsForgotten when Slack is opened again, and with
// the process.
func TestWhatOnePersonAloneIsShownIsForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "conversations")
	shown := func(w *world) {
		t.Helper()
		if _, err := w.api.PostEphemeral("C1", "U1", slack.MsgOptionText("for you alone", false)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("for all", false)); err != nil {
			t.Fatal(err)
		}
	}
	inWorld(t, defaultOptions(), func(w *world) {
		if err := w.KeepIn(path); err != nil {
			t.Fatal(err)
		}
		shown(w)
		if diff := cmp.Diff([]string{"for you alone", "for all"}, said(page{w}, "U1", "C1")); diff != "" {
			t.Error(diff)
		}
		w.Reload()
		if diff := cmp.Diff([]string{"for all"}, said(page{w}, "U1", "C1")); diff != "" {
			t.Error(diff)
		}
		shown(w)
	})

	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"serial":99,"channel":"C1","message":{"ts":"9.000001","user":"U1","text":"of before","to":"U2"}}` + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	inWorld(t, defaultOptions(), func(w *world) {
		if err := w.KeepIn(path); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"for all", "for all"}, said(page{w}, "U1", "C1")); diff != "" {
			t.Error(diff)
		}
	})
}
