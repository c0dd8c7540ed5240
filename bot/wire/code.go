package wire

import (
	"errors"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

// Passing are Slack's answers that change by themselves.
var Passing = map[string]bool{
	"internal_error": true, "fatal_error": true, "service_unavailable": true, "request_timeout": true,
	"team_added_to_org": true,
	"ratelimited":       true, "rate_limited": true, "message_limit_exceeded": true, "org_login_required": true,
	"accesslimited": true,
	"hash_conflict": true, "external_channel_migrating": true,
}

// OfToken are answers about the bot's own token.
var OfToken = map[string]bool{
	"invalid_auth": true, "not_authed": true, "token_revoked": true, "token_expired": true,
	"not_allowed_token_type": true,
}

// hopeless are Slack's answers that do not heal by waiting, and what to do
// about each. %s is the setting that holds the token.
var hopeless = map[string]string{
	"invalid_auth":            "Slack does not accept %s. Copy the token again from https://api.slack.com/apps; the bot token begins with xoxb-, the app token with xapp-.",
	"not_authed":              "Slack was given no token: %s is empty. Set it from https://api.slack.com/apps.",
	"account_inactive":        "The app was removed from the workspace, or its account deactivated. Install it again at https://api.slack.com/apps and set the new %s.",
	"token_revoked":           "%s was revoked. Install the app again, or make a new token, at https://api.slack.com/apps.",
	"token_expired":           "%s has expired. Switch token rotation off in the app's settings and set the new token.",
	"not_allowed_token_type":  "%s is not the right kind of token. The bot token begins with xoxb-, the app token with xapp-; they may be swapped.",
	"missing_scope":           "%s lacks a permission. The app token needs connections:write; compare the bot's scopes with `leadloop manifest` and install the app again.",
	"forbidden_team":          "The workspace does not allow this app. Ask a workspace admin to approve it.",
	"no_permission":           "The workspace does not allow this app what it needs. Ask a workspace admin to approve it.",
	"ekm_access_denied":       "The workspace's admins have suspended apps. Ask them to allow this one.",
	"team_access_not_granted": "The app was not granted access to the workspace. Ask a workspace admin to install it.",
}

// FatalError is the sentence for an answer that does not heal, or nil.
func FatalError(err error, setting string) error {
	code := SlackCode(err)
	if sentence, ok := hopeless[code]; ok {
		return HopelessError{Text: strings.Replace(sentence, "%s", setting, 1), Cause: err}
	}

	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusNotFound {
		return HopelessError{Text: "The address of the Web API answers “not found”. Check SLACK_API_URL; for Slack itself leave it empty.", Cause: err}
	}

	return nil
}

// The ends of an app that Slack tells by an event.
var (
	ErrUninstalled = errors.New("app_uninstalled")
	ErrRevoked     = errors.New("tokens_revoked")
)

// HopelessError is a sentence for the operator.
type HopelessError struct {
	Text  string
	Cause error
}

func (e HopelessError) Error() string { return e.Text + " (Slack: " + e.Cause.Error() + ")" }

func (e HopelessError) Unwrap() error { return e.Cause }

// SlackCode is the code of an answer of the Web API, or "".
func SlackCode(err error) string {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return answer.Err
	}

	return ""
}
