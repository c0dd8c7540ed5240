package slacksim_test

import (
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// everything is one of each block and element that an app may reasonably send, as slack-go writes them.
func everything() (message, modal []slack.Block) {
	mrkdwn := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.MarkdownType, s, false, true)
	}
	options := []*slack.OptionBlockObject{
		slack.NewOptionBlockObject("1", plain("One"), plain("the first")), slack.NewOptionBlockObject("2", plain("Two"), nil),
	}
	picker := func(kind, id string) *slack.SelectBlockElement {
		return slack.NewOptionsSelectBlockElement(kind, plain("Choose"), id)
	}
	static := slack.NewOptionsSelectBlockElement("static_select", plain("Choose"), "static", options...)
	static.InitialOption = options[0]
	groups := slack.NewOptionsGroupSelectBlockElement("static_select", plain("Choose"), "groups", slack.NewOptionGroupBlockElement(plain("G"), options...))
	date := slack.NewDatePickerBlockElement("date")
	date.InitialDate = "2026-11-22"
	clock := slack.NewTimePickerBlockElement("time")
	clock.InitialTime = "09:30"
	danger := button("danger", "x", "Delete").WithStyle(slack.StyleDanger)
	danger.Confirm = slack.NewConfirmationBlockObject(plain("Sure?"), mrkdwn("*Really?*"), plain("Yes"), plain("No"))
	fallback := "22 Nov"
	rich := slack.NewRichTextBlock("",
		slack.NewRichTextSection(
			slack.NewRichTextSectionTextElement("Jane", &slack.RichTextSectionTextStyle{Bold: true}), slack.NewRichTextSectionUserElement("U1", nil),
			slack.NewRichTextSectionLinkElement("https://acme.test", "Acme", nil), slack.NewRichTextSectionEmojiElement("tada", 0, nil),
			&slack.RichTextSectionDateElement{Type: slack.RTSEDate, Timestamp: 1795300000, Format: "{date_short}", Fallback: &fallback}),
		slack.NewRichTextList(slack.RTEListBullet, 0, slack.NewRichTextSection(slack.NewRichTextSectionTextElement("item", nil))))
	cell := func(s string) slack.TableCell { return slack.TableRawTextCell{Type: slack.TableCellRawText, Text: s} }
	number := slack.DataTableRawNumberCell{Type: slack.DataTableCellRawNumber, Value: 0.92, Text: "92%"}
	head := slack.DataTableRawTextCell{Type: slack.DataTableCellRawText, Text: "Goal"}
	action := slack.DataTableActionCell{Type: slack.DataTableCellAction, Element: button("row", "1", "Open"), Fallback: head}
	inner := slack.NewSectionBlock(plain("inside"), nil, nil)
	number1 := slack.NewNumberInputBlockElement(plain("0"), "number", false)
	number1.MinValue, number1.MaxValue = "0", "100"
	message = []slack.Block{
		slack.NewHeaderBlock(plain("Week 45")),
		slack.NewSectionBlock(mrkdwn("*7 of 9*"), []*slack.TextBlockObject{mrkdwn("a"), plain("b")}, slack.NewAccessory(danger)),
		slack.NewContextBlock("", plain("as of now"), slack.NewImageBlockElement("https://x.test/a.png", "a chart")),
		slack.NewDividerBlock(),
		slack.NewImageBlock("https://x.test/a.png", "a chart", "", plain("Chart")),
		slack.NewActionBlock("acts", button("b", "1", "Go"), static, groups, picker("users_select", "user"), picker("channels_select", "channel"),
			picker("conversations_select", "conversation"), date, clock, slack.NewOverflowBlockElement("more", options...),
			slack.NewRadioButtonsBlockElement("radio", options...), slack.NewCheckboxGroupsBlockElement("check", options...)),
		rich,
		&slack.MarkdownBlock{Type: slack.MBTMarkdown, Text: "**std**"},
		&slack.TableBlock{
			Type: slack.MBTTable, Rows: [][]slack.TableCell{{cell("h")}, {cell("v")}},
			ColumnSettings: []slack.ColumnSetting{{Align: slack.ColumnAlignmentRight, IsWrapped: true}},
		},
		&slack.DataTableBlock{
			Type: slack.MBTDataTable, Caption: "Goals", PageSize: 10,
			Rows: [][]slack.DataTableCell{{head, head}, {number, action}},
		},
		&slack.ContainerBlock{
			Type: slack.MBTContainer, Title: plain("Details"), IsCollapsible: true, DefaultCollapsed: true,
			ChildBlocks: slack.Blocks{BlockSet: []slack.Block{inner}},
		},
	}
	modal = []slack.Block{
		&slack.AlertBlock{Type: slack.MBTAlert, Text: plain("Careful"), Level: slack.AlertLevelWarning},
		slack.NewInputBlock("i1", plain("Text"), plain("a hint"), slack.NewPlainTextInputBlockElement(plain("here"), "v").WithInitialValue("x").WithMaxLength(5)),
		slack.NewInputBlock("i2", plain("Number"), nil, number1),
		slack.NewInputBlock("i3", plain("Mail"), nil, slack.NewEmailTextInputBlockElement(nil, "v")),
		slack.NewInputBlock("i4", plain("Link"), nil, slack.NewURLTextInputBlockElement(nil, "v")),
		slack.NewInputBlock("i5", plain("People"), nil, slack.NewOptionsMultiSelectBlockElement("multi_users_select", nil, "v")),
		slack.NewInputBlock("i6", plain("Many"), nil, slack.NewOptionsMultiSelectBlockElement("multi_static_select", nil, "v", options...)),
		slack.NewInputBlock("i7", plain("Ticks"), nil, slack.NewCheckboxGroupsBlockElement("v", options...)),
		slack.NewInputBlock("i8", plain("Day"), nil, slack.NewDatePickerBlockElement("v")),
		slack.NewInputBlock("i9", plain("Moment"), nil, slack.NewDateTimePickerBlockElement("v")),
		slack.NewInputBlock("i10", plain("Rich"), nil, slack.NewRichTextInputBlockElement(nil, "v")),
		slack.NewInputBlock("i11", plain("Choice"), nil, slack.NewRadioButtonsBlockElement("v", options...)),
		slack.NewInputBlock("i12", plain("Place"), nil, picker("channels_select", "v")),
		rich,
	}
	return message, modal
}

func TestWhatSlackGoSendsIsAccepted(t *testing.T) {
	inWorld(t, defaultOptions(), func(w *world) {
		message, modal := everything()
		var values map[string]map[string]slack.BlockAction
		w.on = func(sm *socketmode.Client, evt socketmode.Event) {
			switch data := evt.Data.(type) {
			case slack.SlashCommand:
				_, err := w.api.OpenView(data.TriggerID, slack.ModalViewRequest{
					Type: slack.VTModal, Title: plain("All"), Submit: plain("Go"),
					Blocks: slack.Blocks{BlockSet: modal},
				})
				if err != nil {
					t.Errorf("%v %q", err, w.Problems())
				}
				sm.Ack(*evt.Request)
			case slack.InteractionCallback:
				if data.Type == slack.InteractionTypeViewSubmission {
					values = data.View.State.Values
				}
				sm.Ack(*evt.Request)
			case *socketmode.ErrorBadMessage:
				t.Errorf("slack-go does not understand: %v %s", data.Cause, data.Message)
			}
		}
		w.connect(1)
		if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("top", false), slack.MsgOptionBlocks(message...)); err != nil {
			t.Fatalf("%v %q", err, w.Problems())
		}
		sam := w.User("sam").In("leads")
		for _, label := range []string{"Delete", "Go", "Open", "Two"} { // the last stands in an overflow menu
			if r := sam.Clicks(label); r.Failure != "" {
				t.Errorf("%s: %s", label, r.Failure)
			}
		}
		sam.Picks("user", "mia")
		sam.Picks("date", "2026-12-01")
		sam.Picks("check", "One", "Two")
		m := sam.Runs("/lead all").Modal()
		if r := m.Fill("Text", "too long").Submit(); r.Errors["Text"] == "" || r.Errors["Number"] == "" {
			t.Errorf("the client let it go: %+v", r)
		}
		m.Fill("Text", "short").Fill("Number", "101").Fill("Mail", "nobody").Fill("Link", "acme").Fill("People", "sam", "mia").
			Fill("Many", "One", "Two").Fill("Ticks", "Two").Fill("Day", "2026-12-24").Fill("Moment", "2026-12-24 18:00").Fill("Rich", "merry").
			Fill("Choice", "One").Fill("Place", "leads")
		if r := m.Submit(); len(r.Errors) != 3 {
			t.Errorf("number, mail and link are wrong: %+v", r)
		}
		r := m.Fill("Number", "42").Fill("Mail", "a@b.test").Fill("Link", "https://acme.test").Submit()
		if !r.Closed {
			t.Fatalf("%+v", r)
		}
		if values["i5"]["v"].SelectedUsers[1] != "U2" || values["i7"]["v"].SelectedOptions[0].Value != "2" || values["i9"]["v"].SelectedDateTime == 0 ||
			values["i12"]["v"].SelectedChannel != "C1" || values["i2"]["number"].Value != "42" {
			t.Errorf("the values are %+v", values)
		}
		w.noProblems()
	})
}

func TestFieldsThatSlackDoesNotKnowAreRefused(t *testing.T) {
	for name, blocks := range map[string]string{
		"unknown block":          `[{"type":"hologram"}]`,
		"unknown property":       `[{"type":"divider","colour":"red"}]`,
		"no text":                `[{"type":"section"}]`,
		"emoji in mrkdwn":        `[{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}]`,
		"number for text":        `[{"type":"section","text":{"type":"plain_text","text":7}}]`,
		"input in actions":       `[{"type":"actions","elements":[{"type":"plain_text_input","action_id":"a"}]}]`,
		"both kinds of options":  `[{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"x"},"value":"1"}],"option_groups":[]}]}]`,
		"initial is no option":   `[{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"x"},"value":"1"}],"initial_option":{"text":{"type":"plain_text","text":"y"},"value":"2"}}]}]`,
		"bad date":               `[{"type":"actions","elements":[{"type":"datepicker","initial_date":"22.11.2026"}]}]`,
		"collapsed by itself":    `[{"type":"container","title":{"type":"plain_text","text":"x"},"default_collapsed":true,"child_blocks":[{"type":"divider"}]}]`,
		"rich text in container": `[{"type":"container","title":{"type":"plain_text","text":"x"},"child_blocks":[{"type":"rich_text","elements":[]}]}]`,
		"two tables":             `[{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]},{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}]`,
		"negative pie":           `[{"type":"data_visualization","title":"x","chart":{"type":"pie","segments":[{"label":"a","value":-1}]}}]`,
		"same series":            `[{"type":"data_visualization","title":"x","chart":{"type":"line","axis_config":{"categories":["a"]},"series":[{"name":"s","data":[{"label":"a","value":1}]},{"name":"s","data":[{"label":"a","value":1}]}]}}]`,
		"file input in message":  `[{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"file_input"}}]`,
		"not a list":             `{"type":"divider"}`,
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, defaultOptions(), func(w *world) {
				resp, err := w.client.PostForm("http://slack.test/api/chat.postMessage", map[string][]string{
					"token": {"xoxb-slacksim-bot"}, "channel": {"C1"}, "text": {"top"}, "blocks": {blocks},
				})
				if err != nil {
					t.Fatal(err)
				}
				resp.Body.Close()
				if calls := w.Calls("chat.postMessage"); !contains(calls[0].Error, "invalid_blocks") {
					t.Errorf("it went through: %q", calls[0].Error)
				}
			})
		})
	}
}
