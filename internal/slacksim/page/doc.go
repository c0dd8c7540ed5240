// Package page is the web page of a simulated workspace, on which a person can be any of its people: what it shows,
// what can be done on it, and the clock.
package page
