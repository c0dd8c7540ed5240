package funnel

// Mine is what somebody has to do with.
type Mine struct {
	MyTurn  []Lead // most urgent first
	More    int    // how many wait beyond those listed
	Waiting []Lead // logged by them, with somebody else now
	Ended   []Lead // logged by them, ended or put aside lately
}

// Board is who is late on what, late longest first.
type Board struct {
	Late []Violation
	More int // beyond those listed, counted up to a thousand
}

// Violation is a promise whose time ran out.
type Violation struct {
	Lead     Lead
	Clock    Clock
	Lateness string // in working time
}
