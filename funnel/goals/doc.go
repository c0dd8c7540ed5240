// Package goals is what is to be reached and why: metrics, figures from outside,
// goals with their tree, how a goal stands at a day, and the plan that calculates
// from revenue back to leads. It does not know how a goal was missed: that is
// told in report. Begin with [Goal], then pace.go and plan.go.
package goals
