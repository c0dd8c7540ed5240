package configs

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// DefaultDefinition is the lead definition that a new workspace starts from, as
// its form is filled in: a text for each field.
func DefaultDefinition() (map[string]string, error) {
	var form map[string]string
	if err := yaml.Load([]byte(definitionYAML), &form); err != nil {
		return nil, fmt.Errorf("read the delivered lead definition: %w", err)
	}
	return form, nil
}
