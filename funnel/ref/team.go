package ref

// Team is a group of people with a part in the loop.
type Team string

// The teams; a person may be in several.
const (
	Marketing  Team = "marketing"
	Sales      Team = "sales"
	Leadership Team = "leadership"
)
