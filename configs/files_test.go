package configs_test

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/configs"
)

func TestDefaultDefinition(t *testing.T) {
	d, err := configs.DefaultDefinition()
	if err != nil {
		t.Fatal(err)
	}
	levels := configs.ServiceLevels{
		Accept:        configs.WorkingTime{Hours: 4},
		FirstTouch:    configs.WorkingTime{Hours: 4},
		FirstTouchHot: configs.WorkingTime{Minutes: 30},
		Update:        configs.WorkingTime{Days: 5},
		EscalateAfter: configs.WorkingTime{Days: 1},
		Answer:        configs.WorkingTime{Hours: 8},
		Window:        configs.WorkingTime{Days: 2},
		OnWindowEnd:   "escalate",
	}
	if diff := cmp.Diff(levels, d.ServiceLevels); diff != "" {
		t.Errorf("service levels (-want +got):\n%s", diff)
	}
	if d.Name == "" || d.IdealCustomer == "" || d.Need == "" || len(d.Personas) == 0 || len(d.Disqualifiers) == 0 {
		t.Errorf("something is not said: %+v", d)
	}
	word := regexp.MustCompile(`^[a-z][a-z_]*$`)
	keys := map[string]bool{}
	for _, c := range d.Criteria {
		if !word.MatchString(c.Key) || keys[c.Key] || c.Question == "" ||
			!slices.Contains([]string{"yes_no", "text", "rule: contact is known", "rule: need is known"}, c.Kind) || !slices.Contains([]string{"mql", "sql"}, c.Stage) {
			t.Errorf("criterion %+v", c)
		}
		keys[c.Key] = true
	}
	for name, reasons := range map[string][]configs.Reason{"reject": d.ReasonCodes.Reject, "lost": d.ReasonCodes.Lost, "disqualify": d.ReasonCodes.Disqualify} {
		codes := map[string]bool{}
		for _, r := range reasons {
			if !word.MatchString(r.Code) || codes[r.Code] || r.Label == "" {
				t.Errorf("%s: reason %+v", name, r)
			}
			codes[r.Code] = true
		}
		last := reasons[len(reasons)-1]
		if last.Code != "other" || !last.NoteRequired {
			t.Errorf("%s ends in %+v, want other with a note", name, last)
		}
	}
}

func TestParseDefinitionRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key":   "name: x\nideal: y\n",
		"other unit":    "service_levels: {accept: 4 working weeks}\n",
		"calendar time": "service_levels: {accept: 4 hours}\n",
		"nothing":       "service_levels: {accept: 0 working hours}\n",
	} {
		if d, err := configs.ParseDefinition([]byte(text)); err == nil {
			t.Errorf("%s: accepted as %+v", name, d)
		}
	}
}

func TestWorkingTimeIsWrittenAsItIsRead(t *testing.T) {
	for _, text := range []string{"4 working hours", "1 working hour", "30 working minutes", "1 working minute", "5 working days", "1 working day"} {
		var w configs.WorkingTime
		if err := w.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if w.String() != text {
			t.Errorf("%q is written as %q", text, w)
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
	events := []string{"app_home_opened", "app_uninstalled", "tokens_revoked", "user_change"}
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
