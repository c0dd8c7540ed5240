package configs

import (
	"fmt"
	"io"
)

const redacted = "[redacted]"

// Secret is a value that cannot be printed by accident. It holds a function
// rather than a string, because fmt ignores methods inside unexported fields and
// would print a string there.
type Secret struct {
	reveal func() string
}

// NewSecret wraps value.
func NewSecret(value string) Secret {
	return Secret{reveal: func() string { return value }}
}

// Reveal returns the value itself. Call it only where it is handed over.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}

	return s.reveal()
}

// Equal reports whether both hold the same value.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String returns a placeholder.
func (s Secret) String() string { return redacted }

// Format writes a placeholder whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText returns a placeholder; JSON and environment encoders use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalYAML returns a placeholder.
func (s Secret) MarshalYAML() (any, error) { return redacted, nil }
