package configs

import _ "embed" // the files that ship with the program

//go:embed reference.yaml
var referenceYAML string

//go:embed definition.yaml
var definitionYAML string

//go:embed slack-manifest.yaml
var manifestYAML string

// Reference returns the configuration file with every setting explained.
func Reference() []byte { return []byte(referenceYAML) }

// Manifest returns the app manifest to paste into Slack.
func Manifest() []byte { return []byte(manifestYAML) }
