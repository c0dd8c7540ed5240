// Package reminders tells people what is late and lists it for all. When somebody is reminded is decided in funnel.
// Begin with [Feature].
package reminders
