package agreement

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/ref"
)

// Signature is one team's yes to a text, by its signer.
type Signature struct {
	Team ref.Team   `json:"team"`
	By   ref.UserID `json:"by"`
	At   time.Time  `json:"at"`
}

// SignedBy says whether somebody's is among the signatures.
func SignedBy(signatures []Signature, id ref.UserID) bool {
	return slices.ContainsFunc(signatures, func(s Signature) bool { return s.By == id })
}
