package agreement

import (
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Stage is where a lead stands. The types are fixed; labels are free and
// live in the definition.
type Stage string

// The stages, in the order of the funnel, then the ends and the aside.
// Meanings after SiriusDecisions' demand waterfall.
const (
	Inquiry      Stage = "inquiry"      // raised a hand, unjudged
	Known        Stage = "lead"         // known and reachable; marketing works it
	MQL          Stage = "mql"          // offered to sales: the definition is met
	SAL          Stage = "sal"          // sales has agreed to work it
	SQL          Stage = "sql"          // an opportunity with an amount and a close date
	Customer     Stage = "customer"     // won
	Lost         Stage = "lost"         // worked and lost
	Disqualified Stage = "disqualified" // not a customer ever
	Recycled     Stage = "recycled"     // back to marketing, with a return date
)

// Steps are the stages of the funnel from top to bottom.
var Steps = []Stage{Inquiry, Known, MQL, SAL, SQL, Customer}

// Stages are all of them.
var Stages = append(append([]Stage{}, Steps...), Lost, Disqualified, Recycled)

// stageNames are the stages as they are written in a sentence.
var stageNames = map[Stage]string{
	Inquiry: "inquiry", Known: "lead", MQL: "MQL", SAL: "SAL", SQL: "SQL",
	Customer: "customer", Lost: "lost", Disqualified: "disqualified", Recycled: "recycled",
}

// Name is the stage as it is written in a sentence.
func (s Stage) Name() string {
	if name, ok := stageNames[s]; ok {
		return name
	}

	return string(s)
}

// Heading is what counts of a stage are headed by where a company has no name of
// its own for it.
func (s Stage) Heading() string { return fault.Capitalised(s.Plural()) }

// ParseStage understands the names of the stages in any letter case.
func ParseStage(text string) (Stage, error) {
	s := Stage(strings.ToLower(strings.TrimSpace(text)))
	if _, ok := stageNames[s]; !ok {
		return "", fault.Invalid("%s is not a stage. Expected one of %s.", fault.Quoted(text), stageList())
	}

	return s, nil
}

// Ended says whether nothing more is expected of anybody.
func (s Stage) Ended() bool { return s == Customer || s == Lost || s == Disqualified }

// WithSales says whether sales works the lead.
func (s Stage) WithSales() bool { return s == SAL || s == SQL }

// Plural names the leads of a stage.
func (s Stage) Plural() string {
	if s == Inquiry {
		return "inquiries"
	}

	return s.Name() + "s"
}

// Open says whether somebody is still to work a lead of this stage.
func (s Stage) Open() bool { return s != "" && !s.Ended() && s != Recycled }
