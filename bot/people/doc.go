// Package people is about who works when, who is away, and who gets which leads. It chooses nobody:
// funnel/routing.go does. Begin with [Feature].
package people
