// Package wire keeps the connections to Slack and the lanes in which inputs wait. It reads envelopes, never what is
// in them. Begin with [Connection].
package wire
