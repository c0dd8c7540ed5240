package configs_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/configs"
)

const (
	goodBotToken = "xoxb-1-abcdef"
	goodAppToken = "xapp-1-A1-abcdef"
)

func goodTokens() []string {
	return []string{"SLACK_BOT_TOKEN=" + goodBotToken, "SLACK_APP_TOKEN=" + goodAppToken}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "leadloop.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// edited returns the reference file with one piece of text replaced.
func edited(t *testing.T, old, replacement string) string {
	t.Helper()
	text := string(configs.Reference())
	if !strings.Contains(text, old) {
		t.Fatalf("the reference file does not contain %q", old)
	}
	return strings.Replace(text, old, replacement, 1)
}

func sample() configs.Config {
	c := configs.Default()
	c.Slack.BotToken = configs.NewSecret(goodBotToken)
	c.Slack.AppToken = configs.NewSecret(goodAppToken)
	c.Channels = configs.Channels{Leads: "C0000000001", Sales: "C0000000002", Leadership: "C0000000003"}
	c.Teams = configs.Teams{
		Marketing: configs.Marketing{
			Members: []string{"U0000000001", "U0000000002"},
			Signer:  "U0000000001",
		},
		Sales: configs.Sales{
			Members: []string{"U0000000003", "U0000000004", "U0000000005"},
			Manager: "U0000000006",
			Signer:  "U0000000006",
		},
		Leadership:  configs.Leadership{Members: []string{"U0000000007"}},
		Admins:      []string{"U0000000008"},
		IntakeOwner: "U0000000001",
	}
	return c
}

func TestReferenceFileHoldsTheDefaultsAndSampleIDs(t *testing.T) {
	got, err := configs.Load(write(t, string(configs.Reference())), goodTokens())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample(), got); diff != "" {
		t.Errorf("the reference file differs from the defaults (-default +file):\n%s", diff)
	}
}

func TestReferenceFileHasEverySetting(t *testing.T) {
	// Every section of an empty file with a made-up key lists its known settings,
	// which come from the reference file; a strict load proves the other direction.
	for section, want := range map[string]string{
		"slack":            "api_url",
		"workspace":        "time_zone, currency, country, holidays, working_days, working_hours",
		"channels":         "leads, sales, leadership",
		"teams":            "marketing, sales, leadership, admins, intake_owner",
		"teams: marketing": "members, signer",
		"teams: sales":     "members, manager, signer",
		"digest":           "day, time",
		"admin":            "listen, allow_remote",
		"log":              "level",
		"store":            "max_size_mb",
	} {
		text := "{" + strings.ReplaceAll(section, ": ", ": {") + ": {nonsense: 1}}" + strings.Repeat("}", strings.Count(section, ": "))
		_, err := configs.LoadOffline(write(t, text), nil)
		if err == nil || !strings.Contains(err.Error(), "here these are known: "+want) {
			t.Errorf("%s: got %v\nwant the known settings %s", section, err, want)
		}
	}
}

func TestEnvironmentOverridesTheFile(t *testing.T) {
	environ := append(goodTokens(),
		"SLACK_API_URL=http://127.0.0.1:8080/api/",
		"LEADLOOP_DATA=/srv/leadloop",
		"LEADLOOP_WORKSPACE_TIME_ZONE=Europe/Berlin",
		"LEADLOOP_WORKSPACE_WORKING_DAYS=mon,tue",
		"LEADLOOP_CHANNELS_LEADS=C9",
		"LEADLOOP_TEAMS_SALES_MEMBERS=U3,U4",
		"LEADLOOP_ADMIN_ALLOW_REMOTE=true",
		"LEADLOOP_STORE_MAX_SIZE_MB=128",
		"LEADLOOP_LOG_LEVEL=",
	)
	got, err := configs.Load(write(t, string(configs.Reference())), environ)
	if err != nil {
		t.Fatal(err)
	}
	want := sample()
	want.Slack.APIURL = "http://127.0.0.1:8080/api/"
	want.Data = "/srv/leadloop"
	want.Workspace.TimeZone = "Europe/Berlin"
	want.Workspace.WorkingDays = []string{"mon", "tue"}
	want.Channels.Leads = "C9"
	want.Teams.Sales.Members = []string{"U3", "U4"}
	want.Admin.AllowRemote = true
	want.Store.MaxSizeMB = 128
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEnvironmentNumberThatIsNone(t *testing.T) {
	_, err := configs.LoadOffline("", []string{"LEADLOOP_STORE_MAX_SIZE_MB=lots", "LEADLOOP_ADMIN_ALLOW_REMOTE=perhaps"})
	wantProblems(t, err,
		`LEADLOOP_STORE_MAX_SIZE_MB: "lots" cannot be read`,
		`LEADLOOP_ADMIN_ALLOW_REMOTE: "perhaps" cannot be read`)
}

func TestTokensFromFilesAreTrimmed(t *testing.T) {
	dir := t.TempDir()
	bot, app := filepath.Join(dir, "bot"), filepath.Join(dir, "app")
	for path, token := range map[string]string{bot: goodBotToken + "\n", app: "  " + goodAppToken + "\r\n"} {
		if err := os.WriteFile(path, []byte(token), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := configs.Load(write(t, string(configs.Reference())), []string{"SLACK_BOT_TOKEN_FILE=" + bot, "SLACK_APP_TOKEN_FILE=" + app})
	if err != nil {
		t.Fatal(err)
	}
	if got.Slack.BotToken.Reveal() != goodBotToken || got.Slack.AppToken.Reveal() != goodAppToken {
		t.Errorf("got %q and %q", got.Slack.BotToken.Reveal(), got.Slack.AppToken.Reveal())
	}
}

func TestOfflineNeedsNeitherTokensNorPeople(t *testing.T) {
	got, err := configs.LoadOffline(write(t, "data: /srv/leadloop\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Data != "/srv/leadloop" || got.Workspace.TimeZone != "UTC" {
		t.Errorf("got %+v", got)
	}
}

func TestMissingFileSaysWhatToDo(t *testing.T) {
	_, err := configs.Load(filepath.Join(t.TempDir(), "none.yaml"), nil)
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "--config FILE") {
		t.Errorf("got %v", err)
	}
}

func TestDataMustNotBeAFile(t *testing.T) {
	path := write(t, "not a folder")
	_, err := configs.LoadOffline("", []string{"LEADLOOP_DATA=" + path})
	wantProblems(t, err, "data: "+`"`+path[:10])
}

var lineNumber = regexp.MustCompile(`^line \d+: `)

// wantProblems checks that the problems are exactly these, by the text that each contains.
func wantProblems(t *testing.T, err error, want ...string) {
	t.Helper()
	var got configs.Problems
	if !errors.As(err, &got) {
		t.Fatalf("got %v, want problems", err)
	}
	unmatched := append(configs.Problems(nil), got...)
	// Where a line stands in the reference file is beside the point here.
	for i := range unmatched {
		unmatched[i].Text = lineNumber.ReplaceAllString(unmatched[i].Text, "")
	}
	for _, text := range want {
		found := -1
		for i, p := range unmatched {
			if strings.Contains(p.String(), text) {
				found = i
				break
			}
		}
		if found < 0 {
			t.Errorf("no problem contains %q in: %v", text, got)
			continue
		}
		unmatched = append(unmatched[:found], unmatched[found+1:]...)
	}
	if len(unmatched) > 0 {
		t.Errorf("unexpected: %v", unmatched)
	}
}
