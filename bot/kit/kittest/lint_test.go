package kittest

import (
	"strings"
	"testing"
)

// TestLinterFindsProblems keeps the linter honest.
func TestLinterFindsProblems(t *testing.T) {
	long := strings.Repeat("x", 3001)
	for name, broken := range map[string]string{
		"long section":   `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"` + long + `","verbatim":true}}]}`,
		"empty text":     `{"Text":"","Blocks":[]}`,
		"empty cell":     `{"Text":"x","Blocks":[{"type":"table","rows":[[{"type":"raw_text","text":""}]],"column_settings":[{"align":"left"}]}]}`,
		"no align":       `{"Text":"x","Blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]],"column_settings":[{"align":""}]}]}`,
		"not verbatim":   `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a"}}]}`,
		"unknown block":  `{"Text":"x","Blocks":[{"type":"rich_text"}]}`,
		"same action":    `{"Text":"x","Blocks":[{"type":"actions","elements":[{"type":"button","action_id":"a"},{"type":"button","action_id":"a"}]}]}`,
		"three charts":   `{"Text":"x","Blocks":[` + strings.Repeat(`{"type":"`+chartBlock+`"},`, 2) + `{"type":"` + chartBlock + `"}]}`,
		"bare ampersand": `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"A & B","verbatim":true}}]}`,
		"bare mention":   `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<!channel>","verbatim":true}}]}`,
		"cut entity":     `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a &l","verbatim":true}}]}`,
		"cut token":      `{"Text":"x","Blocks":[{"type":"section","text":{"type":"mrkdwn","text":"by <@U1","verbatim":true}}]}`,
	} {
		if len(lint("message", []byte(broken))) == 0 {
			t.Errorf("%s: nothing found", name)
		}
	}
}
