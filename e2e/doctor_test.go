package e2e

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/internal/daemon"
	"github.com/leadloop/leadloop/internal/slacksim"
	"github.com/leadloop/leadloop/internal/slacksim/slacktest"
)

// TestTheDoctorSaysWhatToDo examines installations that are wrong in one way
// each, and one that is right.
func TestTheDoctorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		installed func(*slacksim.Options, *configs.Config) // otherwise than it should be
		later     func(*slacktest.Workspace)               // what changed in Slack since
		check     string                                   // the one that fails; empty for none
		says      string
	}{
		"all is well": {},
		"rejected bot token": {
			installed: func(_ *slacksim.Options, c *configs.Config) { c.Slack.BotToken = configs.NewSecret("xoxb-revoked") },
			check:     "bot token", says: "SLACK_BOT_TOKEN",
		},
		"rejected app token": {
			installed: func(_ *slacksim.Options, c *configs.Config) { c.Slack.AppToken = configs.NewSecret("xapp-revoked") },
			check:     "app token", says: "connections:write",
		},
		"missing scope": {
			installed: func(o *slacksim.Options, _ *configs.Config) {
				o.Scopes = []string{"chat:write", "users:read", "channels:read", "groups:read"}
			},
			check: "scopes", says: "leadloop manifest",
		},
		"unknown channel": {
			installed: func(_ *slacksim.Options, c *configs.Config) { c.Channels.Sales = "C0NOWHERE" },
			check:     "#sales", says: "channels.sales",
		},
		"not in the channel": {
			later: func(w *slacktest.Workspace) { w.Leave("leads", "leadloop") },
			check: "#leads", says: "/invite @Leadloop",
		},
		"a rep who left": {
			later: func(w *slacktest.Workspace) { w.AddUser(slacksim.User{ID: sam, Name: "sam", Deleted: true}) },
			check: "people", says: "teams",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options, config := installation(t)
			config.Data = t.TempDir()
			config.Slack = configs.Slack{BotToken: configs.NewSecret("xoxb-slacksim-bot"), AppToken: configs.NewSecret("xapp-slacksim-app")}
			if test.installed != nil {
				test.installed(&options, &config)
			}
			ws := populate(options)
			if test.later != nil {
				test.later(ws)
			}
			server := httptest.NewServer(ws.Handler())
			defer server.Close()
			defer ws.Close()
			ws.SetBaseURL(server.URL)
			config.Slack.APIURL = server.URL + "/api/"
			var failed []daemon.Check
			for _, check := range daemon.Examine(t.Context(), config) {
				if check.Advice != "" {
					failed = append(failed, check)
				}
			}
			switch {
			case test.check == "" && len(failed) > 0:
				t.Errorf("failed: %+v", failed)
			case test.check != "" && (len(failed) != 1 || failed[0].Name != test.check || !strings.Contains(failed[0].Advice, test.says)):
				t.Errorf("failed %+v; want %s with advice about %q", failed, test.check, test.says)
			}
		})
	}
}
