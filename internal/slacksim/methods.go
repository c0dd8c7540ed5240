package slacksim

import "slices"

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
	"team.info":             {scope: "team:read", tier: tier3, args: []string{"team", "domain"}, run: teamInfo},
	"bots.info":             {scope: "users:read", tier: tier3, formOnly: true, args: []string{"bot", "team_id"}, run: botInfo},

	"chat.postMessage":   {scope: "chat:write", tier: special, args: messageArgs, run: postMessage},
	"chat.postEphemeral": {scope: "chat:write", tier: tier4, args: slices.Concat(messageArgs, []string{"user"}), run: postEphemeral},
	"chat.update":        {scope: "chat:write", tier: tier3, args: slices.Concat(messageArgs, []string{"ts"}), run: updateMessage},
	"chat.delete":        {scope: "chat:write", tier: tier3, args: []string{"channel", "ts", "as_user"}, run: deleteMessage},
	"chat.getPermalink":  {tier: special, formOnly: true, args: []string{"channel", "message_ts"}, run: getPermalink},

	"conversations.open": {tier: tier3, args: []string{"channel", "users", "return_im", "prevent_creation"}, run: openConversation},
	"conversations.info": {
		tier: tier3, formOnly: true, args: []string{"channel", "include_locale", "include_num_members"},
		run: conversationInfo,
	},
	"conversations.list":    {tier: tier2, formOnly: true, args: listArgs, run: listConversations},
	"conversations.members": {tier: tier4, formOnly: true, args: []string{"channel", "limit", "cursor"}, run: conversationMembers},
	"conversations.history": {tier: tier3, args: historyArgs, run: conversationHistory},
	"conversations.replies": {tier: tier3, formOnly: true, args: historyArgs, run: conversationReplies},

	"users.info": {scope: "users:read", tier: tier4, formOnly: true, args: []string{"user", "include_locale"}, run: userInfo},
	"users.list": {
		scope: "users:read", tier: tier2, formOnly: true,
		args: []string{"limit", "cursor", "include_locale", "team_id", "presence"}, run: listUsers,
	},
	"users.conversations": {tier: tier3, formOnly: true, args: listArgs, run: userConversations},
	"users.lookupByEmail": {scope: "users:read.email", tier: tier3, formOnly: true, args: []string{"email"}, run: lookupByEmail},

	"usergroups.list": {
		scope: "usergroups:read", tier: tier2, formOnly: true,
		args: []string{"include_count", "include_disabled", "include_users", "team_id"}, run: listUserGroups,
	},
	"usergroups.users.list": {
		scope: "usergroups:read", tier: tier2, formOnly: true,
		args: []string{"usergroup", "include_disabled", "team_id"}, run: userGroupMembers,
	},

	"views.open":    {tier: tier4, args: []string{"trigger_id", "interactivity_pointer", "view"}, run: openView},
	"views.push":    {tier: tier4, args: []string{"trigger_id", "interactivity_pointer", "view"}, run: pushView},
	"views.update":  {tier: tier4, args: []string{"view_id", "external_id", "hash", "view"}, run: updateView},
	"views.publish": {tier: tier4, args: []string{"user_id", "hash", "view"}, run: publishView},

	"files.getUploadURLExternal": {
		scope: "files:write", tier: tier4, formOnly: true,
		args: []string{"filename", "length", "alt_txt", "snippet_type"}, run: getUploadURL,
	},
	"files.completeUploadExternal": {
		scope: "files:write", tier: tier4,
		args: []string{"files", "channel_id", "channels", "thread_ts", "initial_comment", "blocks"}, run: completeUpload,
	},
	"files.info": {scope: "files:read", tier: tier4, formOnly: true, args: []string{"file", "count", "page", "cursor", "limit"}, run: fileInfo},

	"blocks.validate": {tier: special, args: []string{"blocks", "message", "view"}, run: validateBlocks},
}
