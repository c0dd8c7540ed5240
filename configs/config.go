// Package configs holds what an administrator sets once: the Config struct with
// its defaults, strict loading from one YAML file and the environment, and
// validation that reports every problem at once. It also carries the files that
// ship with the program: the reference configuration, the default lead
// definition and the Slack app manifest.
package configs

// Config is everything that is set in the file or the environment. What teams
// change often (the definition, goals, campaigns) is kept in the store instead.
type Config struct {
	// Slack says where Slack is and how to sign in.
	Slack Slack `yaml:"slack" envPrefix:"SLACK_"`
	// Data is the folder that holds the store, its backups and nothing else.
	Data string `yaml:"data" env:"LEADLOOP_DATA"`
	// Workspace holds what applies to everybody unless they have their own.
	Workspace Workspace `yaml:"workspace" envPrefix:"LEADLOOP_WORKSPACE_"`
	// Channels are the Slack channels that Leadloop posts to.
	Channels Channels `yaml:"channels" envPrefix:"LEADLOOP_CHANNELS_"`
	// Teams says who belongs where and who signs the definition.
	Teams Teams `yaml:"teams" envPrefix:"LEADLOOP_TEAMS_"`
	// Digest says when and to whom the weekly message goes out.
	Digest Digest `yaml:"digest" envPrefix:"LEADLOOP_DIGEST_"`
	// Goals says how the standing of goals is judged.
	Goals Goals `yaml:"goals" envPrefix:"LEADLOOP_GOALS_"`
	// Intake is the HTTP door for other programs.
	Intake Intake `yaml:"intake" envPrefix:"LEADLOOP_INTAKE_"`
	// Webhooks are other systems that are told what becomes of leads.
	Webhooks Webhooks `yaml:"webhooks" env:"-"`
	// Admin is the local HTTP server for health, metrics and backups.
	Admin Admin `yaml:"admin" envPrefix:"LEADLOOP_ADMIN_"`
	// Log says how much is logged.
	Log Log `yaml:"log" envPrefix:"LEADLOOP_LOG_"`
	// Store sets the limits of the store.
	Store Store `yaml:"store" envPrefix:"LEADLOOP_STORE_"`
}

// Slack says where Slack is and how to sign in. Tokens come only from the
// environment or from files that it names, never from the configuration file.
type Slack struct {
	// APIURL is the base of the Web API; empty means Slack itself.
	APIURL string `yaml:"api_url" env:"API_URL"`
	// BotToken is the bot user's token, xoxb-…
	BotToken Secret `yaml:"-"`
	// AppToken is the app-level token with connections:write, xapp-…
	AppToken Secret `yaml:"-"`
}

// Workspace holds what applies to everybody unless they have their own.
type Workspace struct {
	// TimeZone is an IANA name. Times without a zone are read in it.
	TimeZone string `yaml:"time_zone" env:"TIME_ZONE"`
	// Currency is the ISO 4217 code of amounts given without one.
	Currency string `yaml:"currency" env:"CURRENCY"`
	// Country is the ISO 3166 code of the country whose phone numbers are
	// written without a country code; empty: all are written with one.
	Country string `yaml:"country" env:"COUNTRY"`
	// Holidays is the ISO 3166 code of the country or region whose public
	// holidays are free; empty: none are. People may have another in Slack.
	Holidays string `yaml:"holidays" env:"HOLIDAYS"`
	// WorkingDays are the days on which service levels run: mon … sun.
	WorkingDays []string `yaml:"working_days" env:"WORKING_DAYS"`
	// WorkingHours are the blocks of those days, such as "09:00-12:30, 13:30-18:00".
	WorkingHours string `yaml:"working_hours" env:"WORKING_HOURS"`
}

// Channels are the ids of the Slack channels that Leadloop posts to.
type Channels struct {
	// Leads is where both teams see leads being offered and taken.
	Leads string `yaml:"leads" env:"LEADS"`
	// Sales is where the sales team sees what is handed to whom.
	Sales string `yaml:"sales" env:"SALES"`
	// Leadership is where the weekly digest is posted.
	Leadership string `yaml:"leadership" env:"LEADERSHIP"`
}

// Teams says who belongs where, by Slack user id. A person may be in several.
type Teams struct {
	// Marketing logs leads, qualifies them and hands them off.
	Marketing Marketing `yaml:"marketing" envPrefix:"MARKETING_"`
	// Sales accepts leads and works them.
	Sales Sales `yaml:"sales" envPrefix:"SALES_"`
	// Leadership sets goals and reads the digest.
	Leadership Leadership `yaml:"leadership" envPrefix:"LEADERSHIP_"`
	// Admins may see the state of the program.
	Admins []string `yaml:"admins" env:"ADMINS"`
	// IntakeOwner hears whatever would otherwise have nobody to hear it.
	IntakeOwner string `yaml:"intake_owner" env:"INTAKE_OWNER"`
}

// Marketing is the team that logs leads and hands them off.
type Marketing struct {
	// Members are the people of the team.
	Members []string `yaml:"members" env:"MEMBERS"`
	// Signer is the member who agrees to a definition for the team.
	Signer string `yaml:"signer" env:"SIGNER"`
}

// Sales is the team that accepts leads and works them.
type Sales struct {
	// Members are the reps; a lead handed to nobody by name goes to them in turn.
	Members []string `yaml:"members" env:"MEMBERS"`
	// Manager hears of what stayed undone. Not given leads in turn unless also a member.
	Manager string `yaml:"manager" env:"MANAGER"`
	// Signer agrees to a definition for the team: a member or the manager.
	Signer string `yaml:"signer" env:"SIGNER"`
}

// Leadership is the team that sets goals and reads the digest.
type Leadership struct {
	// Members are the people of the team; there may be none.
	Members []string `yaml:"members" env:"MEMBERS"`
}

// Digest says when the weekly message goes out to leadership, and to whom else.
type Digest struct {
	WeeklyTime `yaml:",inline"`
	// Sales is the digest of the sales team.
	Sales TeamDigest `yaml:"sales" envPrefix:"SALES_"`
	// Marketing is the digest of the marketing team.
	Marketing TeamDigest `yaml:"marketing" envPrefix:"MARKETING_"`
}

// TeamDigest says where and when a team reads a digest of its own. What is
// empty is as it is for leadership.
type TeamDigest struct {
	// Channel is where it is posted; empty: the team has none.
	Channel    string `yaml:"channel" env:"CHANNEL"`
	WeeklyTime `yaml:",inline"`
}

// WeeklyTime is a time of each week.
type WeeklyTime struct {
	// Day is the day of the week.
	Day string `yaml:"day" env:"DAY"`
	// Time is the time of day, as HH:MM.
	Time string `yaml:"time" env:"TIME"`
	// TimeZone is an IANA name; empty is the workspace's.
	TimeZone string `yaml:"time_zone" env:"TIME_ZONE"`
}

// Goals says how the standing of goals is judged: against what an even pace
// over the working days would have reached by now.
type Goals struct {
	// Ahead is from which part of the expected on a goal is ahead.
	Ahead string `yaml:"ahead" env:"AHEAD"`
	// Behind is below which part of the expected a goal is behind.
	Behind string `yaml:"behind" env:"BEHIND"`
	// Off is below which part of the expected a goal is off.
	Off string `yaml:"off" env:"OFF"`
}

// Admin is the local HTTP server for health, metrics and backups.
type Admin struct {
	// Listen is the host and port. The server asks for no password.
	Listen string `yaml:"listen" env:"LISTEN"`
	// AllowRemote permits a Listen address that other machines can reach.
	AllowRemote bool `yaml:"allow_remote" env:"ALLOW_REMOTE"`
}

// Log says how much is logged.
type Log struct {
	// Level is debug, info, warn or error.
	Level string `yaml:"level" env:"LEVEL"`
}

// Store sets the limits of the store.
type Store struct {
	// MaxSizeMB is the size in mebibytes beyond which the data file refuses to grow.
	MaxSizeMB int `yaml:"max_size_mb" env:"MAX_SIZE_MB"`
}

// Default returns the configuration in force where neither the file nor the
// environment says otherwise. It names no people and no channels, and so is not
// yet valid.
func Default() Config {
	return Config{
		Data: "/var/lib/leadloop",
		Workspace: Workspace{
			TimeZone:     "UTC",
			Currency:     "EUR",
			WorkingDays:  []string{"mon", "tue", "wed", "thu", "fri"},
			WorkingHours: "09:00-18:00",
		},
		Digest: Digest{WeeklyTime: WeeklyTime{Day: "monday", Time: "09:00"}},
		Goals:  Goals{Ahead: "105%", Behind: "95%", Off: "80%"},
		Admin:  Admin{Listen: "127.0.0.1:9477"},
		Log:    Log{Level: "info"},
		Store:  Store{MaxSizeMB: 4096},
	}
}
