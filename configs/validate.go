package configs

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
	"github.com/nyaruka/phonenumbers"

	"github.com/leadloop/leadloop/internal/httpserve"
)

var (
	userID    = regexp.MustCompile(`^[UW][A-Z0-9]{1,20}$`)
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]{1,20}$`)
)

// minStoreMB is what the store reserves before the first record.
const minStoreMB = 64

// problems is everything that keeps the program from talking to Slack. It looks
// at values only: not at the disk and not at Slack.
func (c Config) problems() Problems {
	var ps Problems
	c.Slack.check(&ps)
	ps = append(ps, c.offlineProblems()...)
	c.Channels.check(&ps)
	c.Teams.check(&ps)
	c.Intake.check(&ps)
	c.Webhooks.check(&ps)
	return ps
}

func (c Config) offlineProblems() Problems {
	var ps Problems
	if c.Data == "" {
		ps.add("data", "is missing; expected the folder that holds the store, such as /var/lib/leadloop")
	}

	c.Workspace.check(&ps)
	c.Digest.check(&ps, c.Workspace)
	c.Goals.check(&ps)
	c.Admin.check(&ps)
	c.Log.check(&ps)
	c.Store.check(&ps)
	return ps
}

func (s Slack) check(ps *Problems) {
	checkToken(ps, botToken, s.BotToken)
	checkToken(ps, appToken, s.AppToken)
	if s.APIURL == "" {
		return
	}

	u, err := url.Parse(s.APIURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		ps.add("slack.api_url", "%s is not a web address; expected something like https://slack.com/api/, or nothing for Slack itself", shown(s.APIURL))
	}
}

// tokenKind is one of the two tokens that Slack hands out for the app.
type tokenKind struct {
	variable, prefix, name, where string
}

var (
	botToken = tokenKind{"SLACK_BOT_TOKEN", "xoxb-", "a bot token", "OAuth & Permissions, Bot User OAuth Token"}
	appToken = tokenKind{"SLACK_APP_TOKEN", "xapp-", "an app-level token", "Basic Information, App-Level Tokens, with connections:write"}
)

// otherTokens names what people paste by mistake.
var otherTokens = []tokenKind{
	botToken,
	appToken,
	{prefix: "xoxp-", name: "a user token"},
	{prefix: "xoxe", name: "a configuration token"},
}

func checkToken(ps *Problems, kind tokenKind, token Secret) {
	value := token.Reveal()
	switch {
	case value == "":
		ps.add(kind.variable, "is missing; set it, or %s_FILE, to %s that starts with %s (Slack app: %s)", kind.variable, kind.name, kind.prefix, kind.where)
	case strings.ContainsAny(value, " \t\r\n"):
		ps.add(kind.variable, "contains blanks or line breaks; expected %s alone", kind.name)
	case !strings.HasPrefix(value, kind.prefix):
		ps.add(kind.variable, "%s; expected %s that starts with %s (Slack app: %s)", mistaken(value), kind.name, kind.prefix, kind.where)
	}
}

func mistaken(value string) string {
	for _, other := range otherTokens {
		if !strings.HasPrefix(value, other.prefix) {
			continue
		}

		text := fmt.Sprintf("holds %s, which starts with %s", other.name, other.prefix)
		if other.variable != "" {
			text += fmt.Sprintf(" and belongs in %s; the two tokens are probably swapped", other.variable)
		}

		return text
	}

	return "does not look like a Slack token"
}

func (w Workspace) check(ps *Problems) {
	w.read(ps)
	if !currency.IsValid(w.Currency) {
		ps.add("workspace.currency", "%s is not a currency; expected an ISO 4217 code in capitals, such as EUR or USD", shown(w.Currency))
	}

	if w.Country != "" && phonenumbers.GetCountryCodeForRegion(w.Country) == 0 {
		ps.add("workspace.country", "%s is not a country; expected an ISO 3166 code in capitals, such as DE or US, or nothing", shown(w.Country))
	}
}

func (c Channels) check(ps *Problems) {
	checkChannel(ps, "channels.leads", c.Leads)
	checkChannel(ps, "channels.sales", c.Sales)
	checkChannel(ps, "channels.leadership", c.Leadership)
	c.once(ps)
}

// once refuses a channel for two purposes: what is meant for one audience would be read by another.
func (c Channels) once(ps *Problems) {
	first := map[string]string{}
	for _, use := range []struct{ path, id string }{
		{"channels.leads", c.Leads}, {"channels.sales", c.Sales}, {"channels.leadership", c.Leadership},
	} {
		if before, twice := first[use.id]; twice && use.id != "" {
			ps.add(use.path, "%s is already %s; each purpose needs a channel of its own", shown(use.id), before)
			continue
		}

		first[use.id] = use.path
	}
}

func checkChannel(ps *Problems, path, id string) {
	const wanted = "expected a channel id such as C0123456789 (in Slack: the channel's name, About, at the bottom)"
	switch {
	case id == "":
		ps.add(path, "is missing; %s", wanted)
	case strings.HasPrefix(id, "#"):
		ps.add(path, "%s is a name; %s", shown(id), wanted)
	case !channelID.MatchString(id):
		ps.add(path, "%s is not a channel id; %s", shown(id), wanted)
	}
}

func (t Teams) check(ps *Problems) {
	checkMembers(ps, "teams.marketing.members", t.Marketing.Members, required)
	checkMembers(ps, "teams.sales.members", t.Sales.Members, required)
	checkMembers(ps, "teams.leadership.members", t.Leadership.Members, optional)
	checkMembers(ps, "teams.admins", t.Admins, required)
	checkUser(ps, "teams.sales.manager", t.Sales.Manager, "who hears of leads that stay undone")

	salesTeam := append(slices.Clone(t.Sales.Members), t.Sales.Manager)
	if checkUser(ps, "teams.marketing.signer", t.Marketing.Signer, "who agrees to the lead definition for marketing") &&
		!slices.Contains(t.Marketing.Members, t.Marketing.Signer) {
		ps.add("teams.marketing.signer", "%s is not on the team; choose one of teams.marketing.members, or add the person there", shown(t.Marketing.Signer))
	}

	if checkUser(ps, "teams.sales.signer", t.Sales.Signer, "who agrees to the lead definition for sales") &&
		!slices.Contains(salesTeam, t.Sales.Signer) {
		ps.add("teams.sales.signer", "%s is not on the team; choose the manager or one of teams.sales.members", shown(t.Sales.Signer))
	}

	if t.Sales.Signer != "" && t.Sales.Signer == t.Marketing.Signer {
		ps.add("teams.sales.signer", "%s also signs for marketing; an agreement needs two people", shown(t.Sales.Signer))
	}

	everyone := slices.Concat(t.Marketing.Members, salesTeam, t.Leadership.Members, t.Admins)
	if checkUser(ps, "teams.intake_owner", t.IntakeOwner, "who hears what would otherwise reach nobody") &&
		!slices.Contains(everyone, t.IntakeOwner) {
		ps.add("teams.intake_owner", "%s is on no team; choose somebody who is, or add the person to one", shown(t.IntakeOwner))
	}
}

const wantedUser = "expected a user id such as U0123456789 (in Slack: profile, ⋮, Copy member ID)"

// checkUser reports whether id has the shape of a user's.
func checkUser(ps *Problems, path, id, role string) bool {
	if id == "" {
		ps.add(path, "is missing: %s; %s", role, wantedUser)
		return false
	}

	return checkUserShape(ps, path, id)
}

func checkUserShape(ps *Problems, path, id string) bool {
	if userID.MatchString(id) {
		return true
	}

	ps.add(path, "%s is not a user id; %s", shown(id), wantedUser)
	return false
}

type presence bool

const (
	required presence = true
	optional presence = false
)

func checkMembers(ps *Problems, path string, ids []string, need presence) {
	if len(ids) == 0 && need == required {
		ps.add(path, "is empty: at least one person is needed; %s", wantedUser)
	}

	first := map[string]int{}
	for i, id := range ids {
		if !checkUserShape(ps, indexed(path, i), id) {
			continue
		}

		if j, twice := first[id]; twice {
			ps.add(indexed(path, i), "%s is already at %s; remove one", shown(id), indexed(path, j))
			continue
		}

		first[id] = i
	}
}

func (a Admin) check(ps *Problems) {
	const wanted = "expected HOST:PORT such as 127.0.0.1:9477"
	host, port, err := net.SplitHostPort(a.Listen)
	if err != nil {
		ps.add("admin.listen", "%s is not an address to listen on; %s", shown(a.Listen), wanted)
		return
	}

	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		ps.add("admin.listen", "%s has no usable port; %s", shown(a.Listen), wanted)
	}

	if !a.AllowRemote && !httpserve.IsLoopback(host) {
		ps.add("admin.listen", "%s can be reached from other machines and asks for no password; use 127.0.0.1, or set admin.allow_remote if that is meant", shown(a.Listen))
	}
}

var logLevels = []string{"debug", "info", "warn", "error"}

func (l Log) check(ps *Problems) {
	if !slices.Contains(logLevels, l.Level) {
		ps.add("log.level", "%s is not a level; expected one of %s", shown(l.Level), strings.Join(logLevels, ", "))
	}
}

func (s Store) check(ps *Problems) {
	if s.MaxSizeMB < minStoreMB {
		ps.add("store.max_size_mb", "%d is too small; expected at least %d", s.MaxSizeMB, minStoreMB)
	}
}

func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// example is an id as the reference file has them: nobody's.
var example = regexp.MustCompile(`^[CU]0{9}\d$`)

// Examples are the ids of the reference file that are still in the configuration.
func (c Config) Examples() []string {
	t := c.Teams
	ids := slices.Concat(
		[]string{c.Channels.Leads, c.Channels.Sales, c.Channels.Leadership}, t.Marketing.Members, t.Sales.Members,
		[]string{t.Sales.Manager}, t.Leadership.Members, t.Admins, []string{
			t.Marketing.Signer, t.Sales.Signer,
			t.IntakeOwner,
		})
	ids = slices.DeleteFunc(ids, func(id string) bool { return !example.MatchString(id) })
	slices.Sort(ids)
	return slices.Compact(ids)
}
