package configs_test

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
)

func TestDefaultDefinition(t *testing.T) {
	d, err := configs.DefaultDefinition()
	if err != nil {
		t.Fatal(err)
	}
	levels := agreement.ServiceLevels{
		Accept:        calendar.WorkingTime{Hours: 4},
		FirstTouch:    calendar.WorkingTime{Hours: 4},
		FirstTouchHot: calendar.WorkingTime{Minutes: 30},
		Update:        calendar.WorkingTime{Days: 5},
		EscalateAfter: calendar.WorkingTime{Days: 1},
		Answer:        calendar.WorkingTime{Hours: 8},
		Window:        calendar.WorkingTime{Days: 2},
		OnWindowEnd:   agreement.WindowEscalates,
	}
	if diff := cmp.Diff(levels, d.ServiceLevels); diff != "" {
		t.Errorf("service levels (-want +got):\n%s", diff)
	}
	if d.IdealCustomer == "" || d.Need == "" || len(d.Personas) == 0 || len(d.Disqualifiers) == 0 {
		t.Errorf("something is not said: %+v", d)
	}
	required := []string{}
	for _, c := range d.Criteria {
		if c.Required {
			required = append(required, c.Key)
		}
	}
	if diff := cmp.Diff([]string{"reachable"}, required); diff != "" || len(d.PassMarks) > 0 {
		t.Errorf("the first handoffs take more than a way to reach the lead: points %v, required (-want +got):\n%s", d.PassMarks, diff)
	}
	for _, use := range []agreement.ReasonUse{agreement.WhyRejected, agreement.WhyLost, agreement.WhyDisqualified} {
		reasons := d.Reasons.For(use)
		if last := reasons[len(reasons)-1]; last.Code != "other" || !last.NoteRequired {
			t.Errorf("%s ends in %+v, want other with a note", use, last)
		}
	}
}

func TestManifestAsksForNoMoreThanItNeeds(t *testing.T) {
	m, err := configs.ParsedManifest()
	if err != nil {
		t.Fatal(err)
	}
	scopes := []string{"channels:read", "chat:write", "commands", "groups:read", "users:read"}
	if diff := cmp.Diff(scopes, slices.Sorted(slices.Values(m.OAuthConfig.Scopes.Bot))); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	events := []string{"app_home_opened", "app_uninstalled", "channel_archive", "channel_shared", "channel_unarchive", "channel_unshared", "group_archive", "group_unarchive", "tokens_revoked", "user_change"}
	if diff := cmp.Diff(events, slices.Sorted(slices.Values(m.Settings.EventSubscriptions.BotEvents))); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if !m.Settings.SocketModeEnabled || !m.Settings.Interactivity.IsEnabled || m.Settings.TokenRotationEnabled || m.Settings.OrgDeployEnabled {
		t.Errorf("settings %+v", m.Settings)
	}
	home := m.Features.AppHome
	if !home.HomeTabEnabled || !home.MessagesTabEnabled || home.MessagesTabReadOnlyEnabled {
		t.Errorf("app home %+v", home)
	}
	var commands []string
	for _, c := range m.Features.SlashCommands {
		commands = append(commands, c.Command)
		if !c.ShouldEscape {
			t.Errorf("%s does not escape: mentions would arrive as names", c.Command)
		}
	}
	if diff := cmp.Diff([]string{"/lead", "/goal", "/campaign", "/loop"}, commands); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
	shortcuts := map[string]string{}
	for _, s := range m.Features.Shortcuts {
		shortcuts[s.CallbackID] = s.Type + ": " + s.Name
	}
	if diff := cmp.Diff(map[string]string{"new_lead": "global: New lead", "log_message": "message: Log as lead"}, shortcuts); diff != "" {
		t.Errorf("shortcuts (-want +got):\n%s", diff)
	}
}

func TestManifestKeepsSlacksLimits(t *testing.T) {
	m, err := configs.ParsedManifest()
	if err != nil {
		t.Fatal(err)
	}
	atMost := func(what, text string, limit int) {
		if n := utf8.RuneCountInString(text); n == 0 || n > limit {
			t.Errorf("%s has %d characters, allowed are 1 to %d", what, n, limit)
		}
	}
	atMost("name", m.Display.Name, 35)
	atMost("description", m.Display.Description, 140)
	atMost("bot's name", m.Features.BotUser.DisplayName, 80)
	if !regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`).MatchString(m.Display.BackgroundColor) {
		t.Errorf("background colour %q", m.Display.BackgroundColor)
	}
	if n := len(m.Features.SlashCommands); n > 50 {
		t.Errorf("%d commands", n)
	}
	if n := len(m.Features.Shortcuts); n > 10 {
		t.Errorf("%d shortcuts", n)
	}
	for _, c := range m.Features.SlashCommands {
		atMost("command", c.Command, 32)
		atMost("description of "+c.Command, c.Description, 2000)
		atMost("hint of "+c.Command, c.UsageHint, 1000)
	}
	for _, s := range m.Features.Shortcuts {
		atMost("shortcut", s.Name, 24)
		atMost("callback of "+s.Name, s.CallbackID, 255)
		atMost("description of "+s.Name, s.Description, 150)
	}
}
