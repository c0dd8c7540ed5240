package daemon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/internal/admin"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv"
)

// Check is one thing that the doctor looked at. Advice is empty when all is
// well.
type Check struct{ Name, Found, Advice string }

// examineTimeout bounds each question to Slack.
const examineTimeout = 10 * time.Second

// Examine checks the tokens, the scopes, the channels, the people, the time
// zone and the data folder of a configuration, against Slack and this machine.
func Examine(ctx context.Context, c configs.Config) []Check {
	x := examination{config: c, client: &http.Client{Timeout: examineTimeout}}
	options := []slack.Option{slack.OptionHTTPClient(x.client), slack.OptionAppLevelToken(c.Slack.AppToken.Reveal())}
	if c.Slack.APIURL != "" {
		options = append(options, slack.OptionAPIURL(c.Slack.APIURL))
	}

	x.slack = slack.New(c.Slack.BotToken.Reveal(), options...)
	if x.bot(ctx) {
		x.channels(ctx)
		x.people(ctx)
	}

	x.socket(ctx)
	x.zone()
	x.data(ctx)
	return x.checks
}

type examination struct {
	config configs.Config
	client *http.Client
	slack  *slack.Client
	checks []Check
}

func (x *examination) note(name, found, advice string) {
	x.checks = append(x.checks, Check{Name: name, Found: found, Advice: advice})
}

// bot checks the bot token and the scopes that it was granted. Without a token
// that works, nothing else can be asked with it.
func (x *examination) bot(ctx context.Context) (signedIn bool) {
	who, err := x.slack.AuthTestContext(ctx)
	if err != nil {
		x.note("bot token", slackError(err), adviceFor(err, "Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions into SLACK_BOT_TOKEN."))
		return false
	}

	x.note("bot token", fmt.Sprintf("signed in to %s as %s", who.Team, who.User), "")
	m, err := configs.ParsedManifest()
	if err != nil {
		x.note("scopes", err.Error(), "This is a fault of the program; please report it.")
		return true
	}

	granted := splitScopes(who.Header)
	if len(granted) == 0 {
		x.note("scopes", "Slack did not say which are granted", "")
		return true
	}

	missing := slices.DeleteFunc(slices.Clone(m.OAuthConfig.Scopes.Bot),
		func(s string) bool { return slices.Contains(granted, s) })
	if len(missing) > 0 {
		x.note("scopes", "missing: "+strings.Join(missing, ", "), "Paste the output of `leadloop manifest` into the app's manifest at api.slack.com/apps and reinstall the app.")
		return true
	}

	x.note("scopes", "all granted: "+strings.Join(m.OAuthConfig.Scopes.Bot, ", "), "")
	return true
}

func splitScopes(h http.Header) []string {
	return strings.FieldsFunc(h.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
}

// socket checks the app-level token by asking for a connection, which is not opened.
func (x *examination) socket(ctx context.Context) {
	_, _, err := x.slack.StartSocketModeContext(ctx)
	if err != nil {
		x.note("app token", slackError(err), adviceFor(err, "Make an app-level token with the scope connections:write under Basic Information and put it (xapp-…) into SLACK_APP_TOKEN; Socket Mode must be on."))
		return
	}

	x.note("app token", "Socket Mode connections can be opened", "")
}

func (x *examination) channels(ctx context.Context) {
	for place, id := range Places(x.config) {
		name := "#" + string(place)
		info, err := x.slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		switch {
		case err != nil:
			x.note(name, id+": "+slackError(err), adviceFor(err, "Check "+settingOf(place)+" (copy the id from the channel's details) and invite the app there: /invite @Leadloop."))
		case info.IsArchived:
			x.note(name, info.Name+" is archived", "Unarchive it or choose another channel for "+settingOf(place)+".")
		case !info.IsMember:
			x.note(name, info.Name+": Leadloop is not a member", "Type /invite @Leadloop in #"+info.Name+".")
		case info.IsExtShared:
			x.note(name, info.Name+" is shared with another company", "Choose an internal channel: people of other companies would read your leads.")
		default:
			x.note(name, info.Name, "")
		}
	}

	slices.SortStableFunc(x.checks, func(a, b Check) int {
		if strings.HasPrefix(a.Name, "#") && strings.HasPrefix(b.Name, "#") {
			return strings.Compare(a.Name, b.Name)
		}

		return 0
	})
}

// people checks that everybody in the configuration can be told things.
func (x *examination) people(ctx context.Context) {
	r := roster(x.config.Teams)
	everybody := slices.Concat(r.Marketing, r.Sales, r.Leadership, r.Admins, []ref.UserID{r.SalesManager, r.IntakeOwner})
	slices.Sort(everybody)
	everybody = slices.DeleteFunc(slices.Compact(everybody), func(id ref.UserID) bool { return id == "" })
	fine := 0
	for _, id := range everybody {
		user, err := x.slack.GetUserInfoContext(ctx, string(id))
		if problem := unfit(user, err); problem != "" {
			x.note("people", string(id)+" "+problem, "Correct the id under teams in the configuration, or take it out.")
			continue
		}

		fine++
	}

	if fine == len(everybody) {
		x.note("people", fmt.Sprintf("all %d are active members", fine), "")
	}
}

func unfit(u *slack.User, err error) string {
	switch {
	case err != nil:
		return slackError(err)
	case u.Deleted:
		return "is deactivated"
	case u.IsBot:
		return "is a bot"
	case u.IsRestricted || u.IsUltraRestricted:
		return "is a guest"
	case u.IsStranger:
		return "belongs to another company"
	}

	return ""
}

func (x *examination) zone() {
	settings, err := Settings(x.config)
	if err != nil {
		x.note("time zone", err.Error(), "Correct the workspace part of the configuration.")
		return
	}

	now := time.Now().In(settings.Calendar.Location)
	x.note("time zone", fmt.Sprintf("%s, where it is %s", settings.Calendar.Location, now.Format("Mon 2 Jan 15:04")), "")
}

// data checks the folder; that a running Leadloop holds it is fine.
func (x *examination) data(ctx context.Context) {
	folder := x.config.Data
	file, err := store.Open(ctx, folder, store.OpenOptions{MaxSize: int64(x.config.Store.MaxSizeMB) << 20, Whole: true})
	if errors.Is(err, kv.ErrLocked) && admin.NewClient(x.config.Admin.Listen).Health(ctx) == nil {
		x.note("data folder", folder+", in use by the running Leadloop", "")
		return
	}

	if store.Damaged(err) {
		x.note("data folder", err.Error(), "Stop Leadloop and restore the latest backup.")
		return
	}

	if err != nil {
		x.note("data folder", err.Error(), "Stop the process that holds it, or make the folder writable for this user: "+userName()+".")
		return
	}

	defer func() { _ = file.Close() }()
	x.note("data folder", folder+", sound and writable", "")
}

func userName() string {
	if name := os.Getenv("USER"); name != "" {
		return name
	}

	return fmt.Sprintf("uid %d", os.Getuid())
}

// slackError is what Slack answered, or why it could not be asked.
func slackError(err error) string {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return "Slack answers " + answer.Err
	}

	return "Slack cannot be reached: " + err.Error()
}

// adviceFor is the way out of what Slack answered; when Slack cannot be
// reached at all, it is the network's fault, not the token's.
func adviceFor(err error, advice string) string {
	if _, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return advice
	}

	return "Check that this machine may reach slack.com over HTTPS, and the proxy settings."
}
