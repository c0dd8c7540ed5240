// Package slacktest is the language in which tests tell stories of a simulated workspace: people run commands, click
// and fill forms in, conversations come to say what is expected, and whatever nobody expected is found at the end.
package slacktest
