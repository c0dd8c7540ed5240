package ref

import "github.com/leadloop/leadloop/funnel/fault"

// UserID is a Slack user id such as "U024BE7LH".
type UserID string

// Leadloop is the actor of everything the program does by itself.
const Leadloop UserID = "leadloop"

// Mentioned names a person inside a text of this package; see [Mention].
func (id UserID) Mentioned() string {
	switch id {
	case "":
		return "nobody"
	case Leadloop:
		return "Leadloop"
	default:
		return fault.Mention(string(id))
	}
}
