// Package kit holds what every message is made of: blocks within Slack's limits, escaped text, and how people are
// named. It is pure: it renders what it is given, and reads nothing. Begin with [Message] and [Voice].
package kit
