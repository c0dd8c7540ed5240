package configs

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Definition is a lead definition as it is written in a file: what marketing and
// sales mean by a lead, and what they owe each other.
type Definition struct {
	// Name is what the definition is called.
	Name string `yaml:"name"`
	// IdealCustomer describes the company that we want.
	IdealCustomer string `yaml:"ideal_customer"`
	// Personas describe the people at that company.
	Personas []string `yaml:"personas"`
	// Need is the need that we solve.
	Need string `yaml:"need"`
	// Criteria are the questions answered before a stage.
	Criteria []Criterion `yaml:"criteria"`
	// PointsNeeded is how many points a stage takes, such as mql: 6.
	PointsNeeded map[string]int `yaml:"points_needed"`
	// Disqualifiers rule a lead out whatever else is true.
	Disqualifiers []string `yaml:"disqualifiers"`
	// ReasonCodes are the answers to why.
	ReasonCodes ReasonCodes `yaml:"reason_codes"`
	// Hot are rules on a lead's own fields, such as "source in demo, pricing": where one holds, it is handed off as hot.
	Hot []string `yaml:"hot"`
	// ServiceLevels are the promises with a deadline.
	ServiceLevels ServiceLevels `yaml:"service_levels"`
}

// Criterion is one question that is answered before a lead enters a stage.
type Criterion struct {
	// Key identifies the criterion from one version to the next.
	Key string `yaml:"key"`
	// Question is what people are asked.
	Question string `yaml:"question"`
	// Kind is yes_no, text, choice(a, b), number >= 50, or a rule on the lead's own fields such as rule: email is business.
	Kind string `yaml:"kind"`
	// Required says that the stage is closed where it is not met.
	Required bool `yaml:"required"`
	// Weight is how many points it brings where it is met.
	Weight int `yaml:"weight"`
	// Stage is the stage that the answer opens, such as mql.
	Stage string `yaml:"stage"`
}

// ReasonCodes are the reasons that may be given, by what is being explained.
type ReasonCodes struct {
	// Reject explains why sales gives a handed-off lead back.
	Reject []Reason `yaml:"reject"`
	// Lost explains why a lead was not won.
	Lost []Reason `yaml:"lost"`
	// Disqualify explains why a lead will never be one.
	Disqualify []Reason `yaml:"disqualify"`
}

// Reason is one reason that may be given.
type Reason struct {
	// Code is the word that people type.
	Code string `yaml:"code"`
	// Label is the text that people read.
	Label string `yaml:"label"`
	// NoteRequired says that the code alone does not explain enough.
	NoteRequired bool `yaml:"note_required"`
}

// ServiceLevels are the promises with a deadline, in the owner's working time.
type ServiceLevels struct {
	// Accept runs from the handoff until it is accepted or rejected.
	Accept WorkingTime `yaml:"accept"`
	// FirstTouch runs from acceptance until the first touch.
	FirstTouch WorkingTime `yaml:"first_touch"`
	// FirstTouchHot and FirstTouchOther are those of hot leads, and of leads that sales found itself; without them, as
	// any other.
	FirstTouchHot   WorkingTime `yaml:"first_touch_hot"`
	FirstTouchOther WorkingTime `yaml:"first_touch_other"`
	// Depth is how often a lead is tried after its acceptance, such as "4 attempts in 5 working days"; without it, nothing.
	Depth Depth `yaml:"depth"`
	// Update runs between two touches or changes of a lead that sales works.
	Update WorkingTime `yaml:"update"`
	// EscalateAfter runs from the nudge until the manager hears.
	EscalateAfter WorkingTime `yaml:"escalate_after"`
	// Answer runs from a rep's question until marketing answers it.
	Answer WorkingTime `yaml:"answer"`
	// Window is how long a handoff may stay unanswered.
	Window WorkingTime `yaml:"window"`
	// OnWindowEnd is what happens then: escalate, accept or return.
	OnWindowEnd string `yaml:"on_window_end"`
}

// Depth is a number of attempts within a stretch of working time.
type Depth struct {
	Attempts int
	Within   WorkingTime
}

// UnmarshalText reads a text such as "4 attempts in 5 working days".
func (d *Depth) UnmarshalText(text []byte) error {
	attempts, within, found := strings.Cut(strings.ToLower(string(text)), " attempts in ")
	n, err := strconv.ParseUint(strings.TrimSpace(attempts), 10, 8)
	if !found || err != nil || n == 0 {
		return fmt.Errorf("%s is not a number of attempts; expected something like \"4 attempts in 5 working days\"", shown(string(text)))
	}
	d.Attempts = int(n)
	return d.Within.UnmarshalText([]byte(within))
}

// WorkingTime is a stretch of working time: minutes, hours or whole days, only one of which is not zero.
type WorkingTime struct {
	Minutes, Hours, Days int
}

// UnmarshalText reads a text such as "4 working hours" or "1 working day".
func (w *WorkingTime) UnmarshalText(text []byte) error {
	wrong := fmt.Errorf("%s is not a stretch of working time; expected something like \"4 working hours\", \"30 working minutes\" or \"5 working days\"", shown(string(text)))
	words := strings.Fields(strings.ToLower(string(text)))
	if len(words) != 3 || words[1] != "working" {
		return wrong
	}
	amount, err := strconv.ParseUint(words[0], 10, 16)
	if err != nil || amount == 0 {
		return wrong
	}
	switch strings.TrimSuffix(words[2], "s") {
	case "minute":
		*w = WorkingTime{Minutes: int(amount)}
	case "hour":
		*w = WorkingTime{Hours: int(amount)}
	case "day":
		*w = WorkingTime{Days: int(amount)}
	default:
		return wrong
	}
	return nil
}

// MarshalText writes the text that UnmarshalText reads.
func (w WorkingTime) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// String returns a text such as "4 working hours".
func (w WorkingTime) String() string {
	amount, unit := w.Hours, "hour"
	switch {
	case w.Minutes > 0:
		amount, unit = w.Minutes, "minute"
	case w.Days > 0:
		amount, unit = w.Days, "day"
	}
	if amount != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d working %s", amount, unit)
}

// DefaultDefinition returns the lead definition that a new workspace starts from.
func DefaultDefinition() (Definition, error) { return ParseDefinition(DefaultDefinitionYAML()) }

// ParseDefinition reads a lead definition. Unknown keys are refused.
func ParseDefinition(data []byte) (Definition, error) {
	var d Definition
	if err := yaml.Load(data, &d, yaml.WithKnownFields()); err != nil {
		return Definition{}, fmt.Errorf("read the lead definition: %w", err)
	}
	return d, nil
}
