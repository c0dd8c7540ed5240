package slacksim

import (
	"math"
	"slices"
	"time"
)

var (
	messageArgs = []string{
		"channel", "text", "blocks", "attachments", "as_user", "link_names", "parse", "unfurl_links",
		"unfurl_media", "mrkdwn", "thread_ts", "reply_broadcast", "metadata", "username", "icon_url", "icon_emoji",
		"markdown_text", "file_ids",
	}
	historyArgs = []string{"channel", "ts", "cursor", "limit", "inclusive", "latest", "oldest", "include_all_metadata"}
	listArgs    = []string{"types", "limit", "cursor", "exclude_archived", "team_id", "user"}
)

// methods is every method of the Web API that the workspace serves, with its scope and pace.
var methods = map[string]method{
	"auth.test":             {tier: special, run: authTest},
	"apps.connections.open": {tier: tier3, appToken: true, run: openConnection},

	"chat.postMessage":   {scope: "chat:write", tier: special, args: messageArgs, run: postMessage},
	"chat.postEphemeral": {scope: "chat:write", tier: tier4, args: slices.Concat(messageArgs, []string{"user"}), run: postEphemeral},
	"chat.update":        {scope: "chat:write", tier: tier3, args: slices.Concat(messageArgs, []string{"ts"}), run: updateMessage},
	"chat.delete": {
		scope: "chat:write", tier: tier3, args: []string{"channel", "ts", "as_user"},
		run: deleteMessage,
	},
	"chat.getPermalink": {tier: special, formOnly: true, args: []string{"channel", "message_ts"}, run: getPermalink},

	"conversations.open": {
		tier: tier3, args: []string{"channel", "users", "return_im", "prevent_creation"},
		run: openConversation,
	},
	"conversations.info": {
		tier: tier3, formOnly: true, args: []string{"channel", "include_locale", "include_num_members"},
		run: conversationInfo,
	},
	"conversations.list": {tier: tier2, formOnly: true, args: listArgs, run: listConversations},
	"conversations.members": {
		tier: tier4, formOnly: true, args: []string{"channel", "limit", "cursor"},
		run: conversationMembers,
	},
	"conversations.history": {tier: tier3, args: historyArgs, run: conversationHistory},
	"conversations.replies": {tier: tier3, formOnly: true, args: historyArgs, run: conversationReplies},

	"users.info": {
		scope: "users:read", tier: tier4, formOnly: true, args: []string{"user", "include_locale"},
		run: userInfo,
	},

	"views.open":    {tier: tier4, args: []string{"trigger_id", "interactivity_pointer", "view"}, run: openView},
	"views.push":    {tier: tier4, args: []string{"trigger_id", "interactivity_pointer", "view"}, run: pushView},
	"views.publish": {tier: tier4, args: []string{"user_id", "hash", "view"}, run: publishView},

	"files.info": {
		scope: "files:read", tier: tier4, formOnly: true,
		args: []string{"file", "count", "page", "cursor", "limit"}, run: fileInfo,
	},
}

// tier is how often a method may be called: so many per minute, and so many at once.
type tier struct {
	perMinute float64
	burst     float64
}

var (
	tier2   = tier{20, 20}
	tier3   = tier{50, 50}
	tier4   = tier{100, 100}
	special = tier{600, 600}
	// perChannel is chat.postMessage's own limit: one a second in each conversation, with short bursts.
	perChannel = tier{60, 4}
	// perWorkspace is the cap on messages of one app in the whole workspace: several hundred a minute.
	perWorkspace = tier{300, 300}
	// perResponse is the limit on what goes through response URLs into one conversation.
	perResponse = tier{60, 5}
)

// pace is a bucket of calls that refills in real time.
type pace struct {
	left float64
	at   time.Time
}

// spend takes one call from the bucket of that name, or says after how many seconds there will be one.
func (c *core) spend(name string, t tier) (retryAfter int, ok bool) {
	if c.opts.DisableRateLimits {
		return 0, true
	}

	now := time.Now()
	p := c.paces[name]
	if p == nil {
		p = &pace{left: t.burst, at: now}
		c.paces[name] = p
	}

	perSecond := t.perMinute / 60
	p.left = min(t.burst, p.left+now.Sub(p.at).Seconds()*perSecond)
	p.at = now
	if p.left < 1-1e-6 {
		return max(1, int(math.Ceil((1-p.left)/perSecond))), false
	}

	p.left--
	return 0, true
}
