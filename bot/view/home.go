package view

import (
	"github.com/slack-go/slack"
)

// Home is the Home tab: whose turn it is, the most urgent first.
func Home(c Context, m HomeModel) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{header("Leadloop")}}}
}
