package courier

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/wire"
)

// fate is what an error means for an entry of the outbox.
type fate uint8

const (
	unknownFate  fate = iota // it may have arrived
	heldFate                 // it has not arrived, as nothing does just now; try again
	againFate                // it has not arrived; try again a number of times
	strangeFate              // the same, for a reason unknown here
	refusedFate              // Slack will not take it as things are
	hopelessFate             // Slack takes nothing from the bot
)

// failure is an error of a delivery, judged.
type failure struct {
	fate        fate
	wait        time.Duration // at least
	explanation string        // in words, for admins
	lost        bool          // it was sent, and no answer came
	doubtful    bool          // it may have arrived, and is not sent again for that
}

// One message must not mute a place: it is put aside after so many attempts,
// by its fate, or after a day. What is held up with everything else is not.
const (
	longestTried = 24 * time.Hour
	lostInARow   = 3 // times that a post is sent whose arrival nobody can look up
	mostLost     = 5 // with those at which it is taken up again
)

var mostAttempts = map[fate]int{refusedFate: 1, strangeFate: 10, againFate: 20, unknownFate: 20}

// spent says whether an entry was tried for long enough.
func (f failure) spent(attempts int, age time.Duration) bool {
	most, counted := mostAttempts[f.fate]
	return counted && (attempts >= most || age >= longestTried)
}

// settleTime is given to a call that took too long, before anybody looks
// whether it had its effect.
const settleTime = 20 * time.Second

// notSent marks an error before anything was sent.
type notSent struct{ error }

func (e notSent) Unwrap() error { return e.error }

// held marks what waits for something that is no fault of the message.
type held struct{ error }

func (e held) Unwrap() error { return e.error }

// unsure marks an error that leaves open whether an entry was sent before.
type unsure struct{ error }

func (e unsure) Unwrap() error { return e.error }

// errDoubtful ends the repeating of a post whose answers are lost.
var errDoubtful = errors.New("nobody can look up whether this post arrived")

// permanent are Slack's answers that do not change by trying again.
var permanent = map[string]string{
	"channel_not_found":                        "Slack does not know the channel, or the app is not in it. Check channels in the configuration, and write /invite @Leadloop in the channel.",
	"not_in_channel":                           "The app is not in the channel. Write /invite @Leadloop in it.",
	"is_archived":                              "The channel is archived. Unarchive it, or configure another one.",
	"is_inactive":                              "The conversation is closed for good. Configure another channel.",
	"user_not_found":                           "Slack does not know this person. Check the ids under teams in the configuration.",
	"users_not_found":                          "Slack does not know this person. Check the ids under teams in the configuration.",
	"user_disabled":                            "This person's account is deactivated. Take them out of teams in the configuration.",
	"user_not_visible":                         "The app may not see this person; guests and people of other organisations cannot be told anything.",
	"account_inactive":                         "This person's account is deactivated. Take them out of teams in the configuration.",
	"messages_tab_disabled":                    "Direct messages are switched off in the app's settings. Switch on App Home, Messages Tab.",
	"cannot_dm_bot":                            "This id is a bot's. Check the ids under teams in the configuration.",
	"not_enabled":                              "The Home tab is switched off in the app's settings. Switch on App Home, Home Tab.",
	"restricted_action":                        "The workspace does not let the app post here. Ask a workspace admin.",
	"restricted_action_read_only_channel":      "Only some people may post in this channel. Ask a workspace admin to add the app to them.",
	"restricted_action_thread_only_channel":    "Only threads are allowed in this channel. Configure another one.",
	"restricted_action_non_threadable_channel": "Threads are not allowed in this channel. Configure another one.",
	"invalid_blocks":                           "Slack does not take the form of this message. The log has the details.",
	"invalid_blocks_format":                    "Slack does not take the form of this message. The log has the details.",
	"msg_too_long":                             "The message is too long for Slack.",
	"msg_blocks_too_long":                      "The message is too long for Slack.",
	"view_too_large":                           "The Home tab is too large for Slack.",
	"no_text":                                  "The message is empty.",
	"invalid_arguments":                        "Slack does not take the form of this message. The log has the details.",
	"missing_scope":                            "The app lacks a permission for this. Compare its scopes with `leadloop manifest` and install it again.",
	"team_access_not_granted":                  "The app was not granted access to the workspace. Ask a workspace admin.",
	"ekm_access_denied":                        "The workspace's admins have suspended posting. Ask them.",
	"cant_update_message":                      "The message cannot be changed: it is not the app's own.",
	"edit_window_closed":                       "The workspace does not allow messages to be changed after so long.",
}

// judge is the only place that says what an error means for a delivery.
func judge(err error) failure {
	text := err.Error()
	if reason, ok := errors.AsType[desk.Refused](err); ok {
		return failure{fate: refusedFate, explanation: reason.Explanation}
	}

	if errors.Is(err, errDoubtful) {
		return failure{fate: refusedFate, doubtful: true, explanation: "Slack does not say whether this arrived, so it is not repeated without end. Look for it in Slack; with a history scope Leadloop looks for it itself."}
	}

	if cause, ok := errors.AsType[unsure](err); ok {
		return failure{fate: unknownFate, wait: judge(cause.error).wait, explanation: text}
	}

	if _, ok := errors.AsType[held](err); ok {
		return failure{fate: heldFate, explanation: text}
	}

	if limit, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return failure{fate: heldFate, wait: limit.RetryAfter, explanation: "Slack asks to slow down."}
	}

	if code := wire.SlackCode(err); code != "" {
		return judgeCode(code)
	}

	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return judgeStatus(status)
	}

	if isDialError(err) {
		return failure{fate: heldFate, explanation: text}
	}

	if _, ok := errors.AsType[notSent](err); ok {
		return failure{fate: againFate, explanation: text}
	}

	f := failure{fate: unknownFate, lost: true, explanation: "Slack does not answer (" + text + ")."}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		f.wait = settleTime
	}

	return f
}

func judgeCode(code string) failure {
	switch {
	case wire.OfToken[code]:
		return failure{fate: hopelessFate, wait: time.Minute, explanation: "Slack does not accept the bot token (" + code +
			")."}
	case permanent[code] != "":
		return failure{fate: refusedFate, explanation: permanent[code] + " (" + code + ")"}
	case wire.Passing[code]:
		return failure{fate: againFate, explanation: "Slack has a problem (" + code + ")."}
	}

	return failure{fate: strangeFate, explanation: "Slack refuses this with “" + code + "”."}
}

func judgeStatus(status slack.StatusCodeError) failure {
	f := failure{fate: strangeFate, explanation: "Slack answers “" + status.Status + "”."}
	switch {
	case status.Code == http.StatusTooManyRequests:
		f.fate, f.wait = heldFate, 30*time.Second // no Retry-After was given
	case status.Code >= http.StatusInternalServerError:
		f.fate = unknownFate
	}

	return f
}

// isDialError says that nobody was reached.
func isDialError(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// isGone says that a message is not there to be changed any more.
func isGone(err error) bool {
	return slices.Contains([]string{"message_not_found", "cant_update_message", "edit_window_closed"}, wire.SlackCode(err))
}
