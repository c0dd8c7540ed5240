// Package slacksim is a Slack-compatible workspace in one process: the Web API, Socket Mode, response URLs, files, modals and
// the App Home, with people who can be made to act, and a web page on which a person can be any of them.
//
// It is strict: limits, scopes, memberships, deadlines, hashes and paces are those of Slack, and every time the app under it
// does something that Slack would refuse or punish, [Workspace.Problems] says so. It can be told to fail in the ways in which
// Slack and networks fail. It knows nothing of the app that it serves.
//
// All waiting is done on channels and timers, so that a whole workspace with its app can live in a testing/synctest bubble,
// reached over [MemoryNet].
package slacksim
