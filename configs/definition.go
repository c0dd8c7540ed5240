package configs

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// DefaultDefinition is the lead definition that a new workspace starts from. Its
// file is the form of a definition, filled in.
func DefaultDefinition() (agreement.Definition, error) {
	var form agreement.Form
	if err := yaml.Load([]byte(definitionYAML), &form); err != nil {
		return agreement.Definition{}, fmt.Errorf("read the delivered lead definition: %w", err)
	}

	d, err := agreement.Parse(form)
	if err != nil {
		return d, fmt.Errorf("read the delivered lead definition: %w", err)
	}

	return d, nil
}
