// Package calendar is time as people work it: days, periods, working hours,
// public holidays, stretches of working time and the hours at which somebody is
// reminded. Deadlines are interval arithmetic, never loops over seconds, and no
// function reads a clock. Begin with [Calendar], then date.go and period.go.
package calendar
