package configs

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// AppManifest is the part of a Slack app manifest that Leadloop uses.
type AppManifest struct {
	Metadata    ManifestMetadata `yaml:"_metadata"`
	Display     ManifestDisplay  `yaml:"display_information"`
	Features    ManifestFeatures `yaml:"features"`
	OAuthConfig ManifestOAuth    `yaml:"oauth_config"`
	Settings    ManifestSettings `yaml:"settings"`
}

// ManifestMetadata is the version of the manifest's own format.
type ManifestMetadata struct {
	MajorVersion int `yaml:"major_version"`
	MinorVersion int `yaml:"minor_version"`
}

// ManifestDisplay is how the app presents itself.
type ManifestDisplay struct {
	Name            string `yaml:"name"`
	Description     string `yaml:"description"`
	BackgroundColor string `yaml:"background_color"`
}

// ManifestFeatures is what people can use.
type ManifestFeatures struct {
	AppHome struct {
		HomeTabEnabled             bool `yaml:"home_tab_enabled"`
		MessagesTabEnabled         bool `yaml:"messages_tab_enabled"`
		MessagesTabReadOnlyEnabled bool `yaml:"messages_tab_read_only_enabled"`
	} `yaml:"app_home"`
	BotUser struct {
		DisplayName  string `yaml:"display_name"`
		AlwaysOnline bool   `yaml:"always_online"`
	} `yaml:"bot_user"`
	SlashCommands []ManifestCommand  `yaml:"slash_commands"`
	Shortcuts     []ManifestShortcut `yaml:"shortcuts"`
}

// ManifestCommand is one slash command.
type ManifestCommand struct {
	Command     string `yaml:"command"`
	Description string `yaml:"description"`
	UsageHint   string `yaml:"usage_hint"`
	// ShouldEscape makes Slack send mentions with their ids.
	ShouldEscape bool `yaml:"should_escape"`
}

// ManifestShortcut is one shortcut, global or on a message.
type ManifestShortcut struct {
	Name        string `yaml:"name"`
	Type        string `yaml:"type"`
	CallbackID  string `yaml:"callback_id"`
	Description string `yaml:"description"`
}

// ManifestOAuth is what the app may do.
type ManifestOAuth struct {
	Scopes struct {
		Bot []string `yaml:"bot"`
	} `yaml:"scopes"`
}

// ManifestSettings is how Slack talks to the app.
type ManifestSettings struct {
	EventSubscriptions struct {
		BotEvents []string `yaml:"bot_events"`
	} `yaml:"event_subscriptions"`
	Interactivity struct {
		IsEnabled bool `yaml:"is_enabled"`
	} `yaml:"interactivity"`
	OrgDeployEnabled     bool `yaml:"org_deploy_enabled"`
	SocketModeEnabled    bool `yaml:"socket_mode_enabled"`
	TokenRotationEnabled bool `yaml:"token_rotation_enabled"`
}

// ParsedManifest returns the shipped manifest in its parsed form; `leadloop
// doctor` compares its scopes with those granted.
func ParsedManifest() (AppManifest, error) {
	var m AppManifest
	if err := yaml.Load(Manifest(), &m, yaml.WithKnownFields()); err != nil {
		return AppManifest{}, fmt.Errorf("read the app manifest: %w", err)
	}

	return m, nil
}
