package slacksim_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func TestOneMessageASecondPerChannel(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		var limited *slack.RateLimitedError
		posted := 0
		for range 10 {
			_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("hi", false))
			if errors.As(err, &limited) {
				break
			}
			posted++
		}
		if limited == nil || limited.RetryAfter != time.Second || posted > 5 {
			t.Fatalf("%d went through, then %v", posted, limited)
		}
		w.problem("above its pace")
		time.Sleep(limited.RetryAfter)
		if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("hi", false)); err != nil {
			t.Errorf("after the pause: %v", err)
		}
		if _, _, err := w.api.PostMessage("U1", slack.MsgOptionText("hi", false)); err != nil {
			t.Errorf("elsewhere: %v", err)
		}
	})
}

func TestHistoryKeepsMetadata(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		meta := slack.SlackMetadata{EventType: "outbox", EventPayload: map[string]any{"id": "7"}}
		_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("hi", false), slack.MsgOptionMetadata(meta))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := w.api.UpdateMessage("C1", ts, slack.MsgOptionText("hello", false)); err != nil {
			t.Fatal(err)
		}
		history, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1", IncludeAllMetadata: true})
		if err != nil {
			t.Fatal(err)
		}
		m := history.Messages[0]
		if m.Text != "hello" || m.Metadata.EventPayload["id"] != "7" || m.BotID == "" {
			t.Errorf("the message is %+v", m)
		}
		bare, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1"})
		if err != nil || bare.Messages[0].Metadata.EventType != "" {
			t.Errorf("metadata came unasked: %v %+v", err, bare.Messages[0].Metadata)
		}
		w.noProblems()
	})
}

func TestScopesAndTokens(t *testing.T) {
	o := defaultOptions()
	o.Scopes = []string{"commands", "users:read"}
	inWorld(t, o, func(w *world) {
		_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("hi", false))
		var refused slack.SlackErrorResponse
		if !errors.As(err, &refused) || refused.Err != "missing_scope" || refused.Needed != "chat:write" || refused.Provided != "commands,users:read" {
			t.Errorf("without the scope: %#v", err)
		}
		u, err := w.api.GetUserInfo("U1")
		if err != nil || u.TZ != "Europe/Berlin" || u.Profile.Email != "" {
			t.Errorf("users.info: %v %+v", err, u)
		}
		auth, err := w.api.AuthTest()
		if err != nil || auth.BotID == "" || auth.Header.Get("X-OAuth-Scopes") != "commands,users:read" {
			t.Errorf("auth.test: %v %+v", err, auth)
		}
		for token, want := range map[string]string{"xoxb-wrong": "invalid_auth", "xapp-slacksim-app": "not_allowed_token_type", "": "not_authed"} {
			other := slack.New(token, slack.OptionAPIURL("http://slack.test/api/"), slack.OptionHTTPClient(w.client))
			if _, err := other.AuthTest(); err == nil || err.Error() != want {
				t.Errorf("token %q: %v", token, err)
			}
		}
	})
}

func TestUnknownMethodsAndArgumentsAreProblems(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		for _, path := range []string{"chat.whisper", "chat.postMessage"} {
			form := url.Values{"token": {"xoxb-slacksim-bot"}, "channel": {"C1"}, "text": {"hi"}, "colour": {"red"}}
			resp, err := w.client.PostForm("http://slack.test/api/"+path, form)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
		w.problem("chat.whisper: unknown_method")
		w.problem(`the argument "colour" is unknown`)
	})
}

func TestBlocksAreRefusedWithAPointer(t *testing.T) {
	section := func(text string) slack.Block { return slack.NewSectionBlock(plain(text), nil, nil) }
	many := make([]slack.Block, 51)
	for i := range many {
		many[i] = slack.NewDividerBlock()
	}
	long := []slack.Block{}
	for range 5 {
		long = append(long, section(strings.Repeat("x", 2900)))
	}
	twice := slack.NewDividerBlock()
	twice.BlockID = "same"
	chart := func(points ...slack.DataVisualizationDataPoint) slack.Block {
		return &slack.DataVisualizationBlock{Type: slack.MBTDataVisualization, Title: "Chart", Chart: &slack.DataVisualizationBarChart{
			Type:       slack.DataVisualizationChartBar,
			Series:     []slack.DataVisualizationDataSeries{{Name: "Goal", Data: points}},
			AxisConfig: slack.DataVisualizationAxisConfig{Categories: []string{"a", "b"}},
		}}
	}
	a, b := slack.DataVisualizationDataPoint{Label: "a", Value: 1}, slack.DataVisualizationDataPoint{Label: "b", Value: 2}
	table := func(rows ...[]slack.DataTableCell) slack.Block {
		return &slack.DataTableBlock{Type: slack.MBTDataTable, Caption: "Table", Rows: rows}
	}
	text := func(s string) slack.DataTableCell {
		return slack.DataTableRawTextCell{Type: slack.DataTableCellRawText, Text: s}
	}
	for name, test := range map[string]struct {
		blocks []slack.Block
		code   string
		detail string
	}{
		"good":             {[]slack.Block{section("hi"), chart(a, b), table([]slack.DataTableCell{text("h")}, []slack.DataTableCell{text("v")})}, "", ""},
		"too many":         {many, "invalid_blocks", "no more than 50 items allowed [json-pointer:/blocks]"},
		"too long text":    {[]slack.Block{section(strings.Repeat("x", 3001))}, "invalid_blocks", "less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		"too long all":     {long, "msg_blocks_too_long", ""},
		"same ids":         {[]slack.Block{twice, twice}, "invalid_blocks", "already exists [json-pointer:/blocks/1/block_id]"},
		"button text":      {[]slack.Block{slack.NewActionBlock("", button("a", "", strings.Repeat("x", 76)))}, "invalid_blocks", "/blocks/0/elements/0/text/text"},
		"same actions":     {[]slack.Block{slack.NewActionBlock("", button("a", "1", "A"), button("a", "2", "B"))}, "invalid_blocks", "/blocks/0/elements/1/action_id"},
		"three charts":     {[]slack.Block{chart(a, b), chart(a, b), chart(a, b)}, "invalid_blocks", "no more than 2 data_visualization"},
		"gap in chart":     {[]slack.Block{chart(a)}, "invalid_blocks", `the category "b" has no point`},
		"ragged table":     {[]slack.Block{table([]slack.DataTableCell{text("h")}, []slack.DataTableCell{text("v"), text("w")})}, "invalid_blocks", "/blocks/0/rows/1"},
		"empty cell":       {[]slack.Block{table([]slack.DataTableCell{text("h")}, []slack.DataTableCell{text("")})}, "invalid_blocks", "more than 0 characters"},
		"alert in message": {[]slack.Block{&slack.AlertBlock{Type: slack.MBTAlert, Text: plain("x")}}, "invalid_blocks", "unsupported type for message: alert"},
		"header mrkdwn": {
			[]slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject(slack.MarkdownType, "x", false, false))},
			"invalid_blocks",
			"/blocks/0/text/type",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, defaultOptions(), func(w *world) {
				_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("top", false), slack.MsgOptionBlocks(test.blocks...))
				var refused slack.SlackErrorResponse
				errors.As(err, &refused)
				if refused.Err != test.code || !contains(strings.Join(refused.ResponseMetadata.Messages, "\n"), test.detail) {
					t.Errorf("%v %q", err, refused.ResponseMetadata.Messages)
				}
				if test.code == "" {
					w.noProblems()
				}
			})
		})
	}
}

func TestAPlanMayRejectCharts(t *testing.T) {
	o := defaultOptions()
	o.Rejects = []string{"data_visualization"}
	inWorld(t, o, func(w *world) {
		pie := &slack.DataVisualizationBlock{Type: slack.MBTDataVisualization, Title: "Pie", Chart: &slack.DataVisualizationPieChart{
			Type: slack.DataVisualizationChartPie, Segments: []slack.DataVisualizationSegment{{Label: "a", Value: 1}},
		}}
		_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("top", false), slack.MsgOptionBlocks(pie))
		if err == nil || err.Error() != "invalid_blocks" {
			t.Errorf("%v", err)
		}
		w.noProblems() // the app could not know
	})
}

func TestViewsHaveLimits(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*slack.ModalViewRequest)
		detail string
	}{
		"title":    {func(m *slack.ModalViewRequest) { m.Title = plain(strings.Repeat("x", 25)) }, "/view/title/text"},
		"submit":   {func(m *slack.ModalViewRequest) { m.Submit = nil }, "submit, because the view has input blocks"},
		"metadata": {func(m *slack.ModalViewRequest) { m.PrivateMetadata = strings.Repeat("x", 3001) }, "/view/private_metadata"},
		"chart": {func(m *slack.ModalViewRequest) {
			m.Blocks.BlockSet = []slack.Block{&slack.MarkdownBlock{Type: slack.MBTMarkdown, Text: "x"}}
		}, "unsupported type for modal: markdown"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, defaultOptions(), func(w *world) {
				m := leadModal()
				test.change(&m)
				_, err := w.api.OpenView("x", m)
				var refused slack.SlackErrorResponse
				errors.As(err, &refused)
				if refused.Err != "invalid_arguments" || !contains(strings.Join(refused.ResponseMetadata.Messages, "\n"), test.detail) {
					t.Errorf("%v %q", err, refused.ResponseMetadata.Messages)
				}
			})
		})
	}
}

func TestFilesOfPeopleAreRead(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		up := w.User("sam").In("leads").Uploads("in.csv", []byte("x,y\n"), "import this")
		if len(up.Files()) != 1 {
			t.Fatal("no file on the message")
		}
		history, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1"})
		if err != nil {
			t.Fatal(err)
		}
		f, _, _, err := w.api.GetFileInfo(history.Messages[0].Files[0].ID, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		if err := w.api.GetFile(f.URLPrivateDownload, &got); err != nil || got.String() != "x,y\n" {
			t.Errorf("%v %q", err, got.String())
		}
		w.noProblems()
	})
}

func TestThePaceOfUpdatesIsTierThree(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("hi", false))
		if err != nil {
			t.Fatal(err)
		}
		var limited *slack.RateLimitedError
		updates := 0
		for !errors.As(err, &limited) && updates < 100 {
			_, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionText("hi", false))
			updates++
		}
		if updates != 51 {
			t.Errorf("%d updates went through at once", updates-1)
		}
		_, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionText(strings.Repeat("x", 4001), false))
		if time.Sleep(2 * time.Second); err == nil {
			t.Error("no limit")
		}
		if _, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionText(strings.Repeat("x", 4001), false)); err == nil || err.Error() != "msg_too_long" {
			t.Errorf("a long update: %v", err)
		}
	})
}
