// Package home draws the Home tab: what waits for the reader, then their team, then the goals. It puts together
// what other rooms show, and nobody imports it but the bot. Begin with [Feature].
package home
