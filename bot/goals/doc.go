// Package goals is where people set goals, see how they stand, and plan them. It reads lines and forms, and says
// how goals stand; what a goal is worth and whether it is on pace is decided in funnel/goals. Begin with [Feature].
package goals
