package agreement

import (
	"time"

	"github.com/leadloop/leadloop/funnel/ref"
)

// Signature is one team's yes to a text, by its signer.
type Signature struct {
	Team ref.Team   `json:"team"`
	By   ref.UserID `json:"by"`
	At   time.Time  `json:"at"`
}
