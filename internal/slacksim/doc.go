// Package slacksim is a Slack-compatible workspace in one process: the Web API, Socket Mode, response URLs, files,
// modals and the App Home, with people who can be made to act. Its rooms: page is the web page on which a person can be
// any of them, slacktest the language in which tests play them, blockkit what Slack asks of blocks, tree the values all
// of it is made of.
//
// It is strict: limits, scopes, memberships, deadlines, hashes and paces are those of Slack, and every time the app
// under it does something that Slack would refuse or punish, [Workspace.Problems] says so. It can be told to fail in
// the ways in which Slack and networks fail. It knows nothing of the app that it serves.
//
// All waiting is done on channels and timers, so that a whole workspace with its app can live in a testing/synctest
// bubble, reached over the memory network of slacktest.
//
// What is on a [Workspace] takes the lock; what is on a [State] is done with it held, and [Workspace.Lock] is the only
// way to one.
package slacksim
