// Package blockkit is what Slack asks of blocks and views, what a person reads in them, and what a client makes of what
// is typed into them. It is pure: it knows no workspace, only the trees that an app sends.
package blockkit
