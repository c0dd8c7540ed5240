// Package courier tells Slack what the outbox holds: in order, at Slack's pace, each thing once. What a notice says
// it asks of the features. Begin with [Courier].
package courier
