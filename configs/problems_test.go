package configs_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
)

func TestFileProblems(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"empty":            {"  \n", []string{"the configuration file is empty; start from"}},
		"only comments":    {"# nothing\n", []string{"only comments; start from"}},
		"null":             {"null\n", []string{"holds no settings"}},
		"a list":           {"- data\n", []string{"holds no settings"}},
		"second document":  {string(configs.Reference()) + "\n---\ndata: /x\n", []string{"several documents; keep one"}},
		"broken":           {"data: [\n", []string{"not readable as YAML"}},
		"unknown key":      {edited(t, "time_zone: UTC", "time_zone: UTC\n  timezone: UTC"), []string{"workspace.timezone: is not a setting; here these are known: time_zone, currency"}},
		"unknown section":  {string(configs.Reference()) + "\ncrm: {}\n", []string{"crm: is not a setting; here these are known: slack, data,"}},
		"token in file":    {edited(t, `api_url: ""`, "bot_token: xoxb-secret"), []string{"slack.bot_token: tokens are never read from the file"}},
		"key twice":        {edited(t, "currency: EUR", "currency: EUR\n  currency: USD"), []string{"workspace.currency: is already set at line"}},
		"list for text":    {edited(t, "time_zone: UTC", "time_zone: [UTC]"), []string{"workspace.time_zone: a list does not fit here; expected a single value"}},
		"text for list":    {edited(t, "admins: [U0000000008]", "admins: U0000000008"), []string{`teams.admins: "U0000000008" does not fit here; expected a list`}},
		"text for number":  {edited(t, "max_size_mb: 4096", "max_size_mb: 4 GB"), []string{`store.max_size_mb: "4 GB" does not fit here; expected a whole number`}},
		"text for boolean": {edited(t, "allow_remote: false", "allow_remote: maybe"), []string{`admin.allow_remote: "maybe" does not fit here; expected true or false`}},
		"text for section": {edited(t, "log:\n", "log: debug\nstore_: {}\nlogs:\n"), []string{
			`log: "debug" does not fit here; expected further settings`,
			"store_: is not a setting",
			"logs: is not a setting",
		}},
		"misplaced token is not repeated": {edited(t, "leads: C0000000001", "leads: xoxb-12-secret"), []string{"channels.leads: a Slack token (not shown) is not a channel id"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := configs.Load(write(t, tt.text), goodTokens())
			wantProblems(t, err, tt.want...)
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the message repeats a token: %v", err)
			}
		})
	}
}

func TestFileProblemsNameTheLine(t *testing.T) {
	_, err := configs.LoadOffline(write(t, "data: /srv\nlog:\n  level: info\n  colour: red\ndata: /var\n"), nil)
	want := "the configuration has 2 problems:\n" +
		"  data: line 5: is already set at line 1; keep one of them\n" +
		"  log.colour: line 4: is not a setting; here these are known: level"
	if err == nil || err.Error() != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}

func TestTokenProblems(t *testing.T) {
	file := write(t, "\n")
	for name, tt := range map[string]struct {
		environ []string
		want    []string
	}{
		"missing": {nil, []string{"SLACK_BOT_TOKEN: is missing; set it, or SLACK_BOT_TOKEN_FILE", "SLACK_APP_TOKEN: is missing"}},
		"swapped": {[]string{"SLACK_BOT_TOKEN=" + goodAppToken, "SLACK_APP_TOKEN=" + goodBotToken}, []string{
			"SLACK_BOT_TOKEN: holds an app-level token", "SLACK_APP_TOKEN: holds a bot token, which starts with xoxb- and belongs in SLACK_BOT_TOKEN; the two tokens are probably swapped",
		}},
		"user token":     {[]string{"SLACK_BOT_TOKEN=xoxp-12-abcdef", "SLACK_APP_TOKEN=" + goodAppToken}, []string{"SLACK_BOT_TOKEN: holds a user token, which starts with xoxp-; expected a bot token"}},
		"something else": {[]string{"SLACK_BOT_TOKEN=abcdef", "SLACK_APP_TOKEN=" + goodAppToken}, []string{"SLACK_BOT_TOKEN: does not look like a Slack token"}},
		"blanks inside":  {[]string{"SLACK_BOT_TOKEN=xoxb-12 abcdef", "SLACK_APP_TOKEN=" + goodAppToken}, []string{"SLACK_BOT_TOKEN: contains blanks"}},
		"both ways":      {append(goodTokens(), "SLACK_BOT_TOKEN_FILE="+file), []string{"SLACK_BOT_TOKEN: is set and so is SLACK_BOT_TOKEN_FILE; set one"}},
		"file missing":   {append(goodTokens()[1:], "SLACK_BOT_TOKEN_FILE="+filepath.Join(t.TempDir(), "none")), []string{"SLACK_BOT_TOKEN_FILE: cannot be read"}},
		"file empty":     {append(goodTokens()[1:], "SLACK_BOT_TOKEN_FILE="+file), []string{"SLACK_BOT_TOKEN_FILE: names"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := configs.Load(write(t, string(configs.Reference())), tt.environ)
			wantProblems(t, err, tt.want...)
			if strings.Contains(err.Error(), "abcdef") {
				t.Errorf("the message repeats a token: %v", err)
			}
		})
	}
}

func TestValueProblems(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*configs.Config)
		want   []string
	}{
		"api url":            {func(c *configs.Config) { c.Slack.APIURL = "slack.com" }, []string{`slack.api_url: "slack.com" is not a web address`}},
		"no data":            {func(c *configs.Config) { c.Data = "" }, []string{"data: is missing"}},
		"zone":               {func(c *configs.Config) { c.Workspace.TimeZone = "Berlin" }, []string{`workspace.time_zone: "Berlin" is not a time zone; expected an IANA name`}},
		"machine's zone":     {func(c *configs.Config) { c.Workspace.TimeZone = "Local" }, []string{`workspace.time_zone: "Local" is not a time zone`}},
		"currency":           {func(c *configs.Config) { c.Workspace.Currency = "euro" }, []string{`workspace.currency: "euro" is not a currency`}},
		"no days":            {func(c *configs.Config) { c.Workspace.WorkingDays = nil }, []string{"workspace.working_days: is empty"}},
		"day":                {func(c *configs.Config) { c.Workspace.WorkingDays = []string{"mon", "lundi"} }, []string{`workspace.working_days[1]: "lundi" is not a day`}},
		"day twice":          {func(c *configs.Config) { c.Workspace.WorkingDays = []string{"mon", "Monday"} }, []string{`workspace.working_days[1]: "Monday" is listed twice`}},
		"hours":              {func(c *configs.Config) { c.Workspace.WorkingHours = "nine to five" }, []string{`workspace.working_hours: "nine to five" are not working hours. Write opening and closing time, like 09:00-12:30`}},
		"hours backwards":    {func(c *configs.Config) { c.Workspace.WorkingHours = "18:00-09:00" }, []string{"workspace.working_hours: the hours 18:00-09:00 end before they begin"}},
		"hours overlap":      {func(c *configs.Config) { c.Workspace.WorkingHours = "09:00-13:00, 12:00-18:00" }, []string{"workspace.working_hours: the hours 12:00-18:00 overlap or come before 09:00-13:00"}},
		"no hours":           {func(c *configs.Config) { c.Workspace.WorkingHours = " " }, []string{`workspace.working_hours: is empty; expected hours such as 09:00-12:30`}},
		"hours hold a token": {func(c *configs.Config) { c.Workspace.WorkingHours = "xoxb-12-secret" }, []string{"workspace.working_hours: a Slack token (not shown) does not belong here"}},
		"holidays":           {func(c *configs.Config) { c.Workspace.Holidays = "Atlantis" }, []string{"workspace.holidays: “Atlantis” is not a country whose public holidays are known"}},
		"holidays misspelt":  {func(c *configs.Config) { c.Workspace.Holidays = "Swizerland" }, []string{"workspace.holidays: “Swizerland” is not a country whose public holidays are known. Did you mean CH (Switzerland)?"}},
		"holidays' region":   {func(c *configs.Config) { c.Workspace.Holidays = "GB-XX" }, []string{"workspace.holidays: “GB-XX” is not a region whose public holidays are known. Expected GB or one of its regions GB-ENG, GB-NIR, GB-SCT, GB-WLS"}},
		"no channel":         {func(c *configs.Config) { c.Channels.Leads = "" }, []string{"channels.leads: is missing; expected a channel id"}},
		"channel's name":     {func(c *configs.Config) { c.Channels.Sales = "#sales" }, []string{`channels.sales: "#sales" is a name; expected a channel id`}},
		"direct message":     {func(c *configs.Config) { c.Channels.Leadership = "D01" }, []string{`channels.leadership: "D01" is not a channel id`}},
		"no members":         {func(c *configs.Config) { c.Teams.Leadership.Members, c.Teams.Admins = nil, nil }, []string{"teams.admins: is empty"}},
		"member's name":      {func(c *configs.Config) { c.Teams.Marketing.Members[1] = "@sam" }, []string{`teams.marketing.members[1]: "@sam" is not a user id`}},
		"member twice":       {func(c *configs.Config) { c.Teams.Sales.Members[2] = "U0000000003" }, []string{`teams.sales.members[2]: "U0000000003" is already at teams.sales.members[0]`}},
		"no manager":         {func(c *configs.Config) { c.Teams.Sales.Manager, c.Teams.Sales.Signer = "", "U0000000003" }, []string{"teams.sales.manager: is missing: who hears of leads that stay undone"}},
		"no signers":         {func(c *configs.Config) { c.Teams.Marketing.Signer, c.Teams.Sales.Signer = "", "" }, []string{"teams.marketing.signer: is missing", "teams.sales.signer: is missing"}},
		"signer elsewhere":   {func(c *configs.Config) { c.Teams.Marketing.Signer = "U0000000003" }, []string{`teams.marketing.signer: "U0000000003" is not on the team`}},
		"sales signer":       {func(c *configs.Config) { c.Teams.Sales.Signer = "U0000000007" }, []string{`teams.sales.signer: "U0000000007" is not on the team`}},
		"one signs for all":  {func(c *configs.Config) { c.Teams.Sales.Manager, c.Teams.Sales.Signer = "U0000000001", "U0000000001" }, []string{`teams.sales.signer: "U0000000001" also signs for marketing`}},
		"no intake owner":    {func(c *configs.Config) { c.Teams.IntakeOwner = "" }, []string{"teams.intake_owner: is missing: who hears"}},
		"stranger":           {func(c *configs.Config) { c.Teams.IntakeOwner = "U99" }, []string{`teams.intake_owner: "U99" is on no team`}},
		"digest": {func(c *configs.Config) {
			c.Digest = configs.Digest{WeeklyTime: configs.WeeklyTime{Day: "someday", Time: "25:00"}}
		}, []string{`digest.day: "someday" is not a day`, `digest.time: "25:00" is not a time of day`}},
		"digest of a team": {func(c *configs.Config) {
			c.Digest.Sales = configs.TeamDigest{Channel: "#sales", WeeklyTime: configs.WeeklyTime{Time: "9"}}
			c.Digest.Marketing.Day = "fri"
		}, []string{`digest.sales.channel: "#sales" is a name`, `digest.sales.time: "9" is not a time of day`, `digest.marketing.channel: is missing`}},
		"digest elsewhere": {func(c *configs.Config) { c.Digest.TimeZone = "Mars" }, []string{`digest.time_zone: "Mars" is not a time zone`}},
		"digest at 24:00":  {func(c *configs.Config) { c.Digest.Time = "24:00" }, []string{`digest.time: "24:00" is not a time of day; expected HH:MM from 00:00 to 23:59`}},
		"admin address":    {func(c *configs.Config) { c.Admin.Listen = "9477" }, []string{`admin.listen: "9477" is not an address`}},
		"admin port":       {func(c *configs.Config) { c.Admin.Listen = "127.0.0.1:99999" }, []string{`admin.listen: "127.0.0.1:99999" has no usable port`}},
		"admin in public":  {func(c *configs.Config) { c.Admin.Listen = "0.0.0.0:9477" }, []string{`admin.listen: "0.0.0.0:9477" can be reached from other machines`}},
		"admin everywhere": {func(c *configs.Config) { c.Admin.Listen = ":9477" }, []string{`admin.listen: ":9477" can be reached from other machines`}},
		"log level":        {func(c *configs.Config) { c.Log.Level = "loud" }, []string{`log.level: "loud" is not a level; expected one of debug, info, warn, error`}},
		"store too small":  {func(c *configs.Config) { c.Store.MaxSizeMB = 1 }, []string{"store.max_size_mb: 1 is too small; expected at least 64"}},
		"several at once": {func(c *configs.Config) { c.Data, c.Channels.Leads, c.Log.Level = "", "", "" }, []string{
			"data: is missing", "channels.leads: is missing", `log.level: "" is not a level`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := sample()
			tt.change(&c)
			wantProblems(t, c.Validate(), tt.want...)
		})
	}
}

func TestValidSettings(t *testing.T) {
	for name, change := range map[string]func(*configs.Config){
		"sample":                func(*configs.Config) {},
		"two blocks":            func(c *configs.Config) { c.Workspace.WorkingHours = "09:00-12:30, 13:30-18:00" },
		"until midnight":        func(c *configs.Config) { c.Workspace.WorkingHours = "16:00-24:00" },
		"remote meant":          func(c *configs.Config) { c.Admin = configs.Admin{Listen: "0.0.0.0:9477", AllowRemote: true} },
		"any port, IPv6":        func(c *configs.Config) { c.Admin.Listen = "[::1]:0" },
		"manager is a member":   func(c *configs.Config) { c.Teams.Sales.Members = append(c.Teams.Sales.Members, "U0000000006") },
		"grid user as an owner": func(c *configs.Config) { c.Teams.Admins, c.Teams.IntakeOwner = []string{"W01"}, "W01" },
	} {
		t.Run(name, func(t *testing.T) {
			c := sample()
			change(&c)
			if err := c.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAMisspeltVariableIsNamed(t *testing.T) {
	_, err := configs.LoadOffline("", []string{"LEADLOOP_DATA=" + t.TempDir(), "LEADLOOP_WORKSPACE_TIMEZONE=Europe/Berlin"})
	if err == nil || !strings.Contains(err.Error(), "LEADLOOP_WORKSPACE_TIMEZONE: is not a setting") {
		t.Errorf("got %v", err)
	}
}
