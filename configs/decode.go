package configs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// decode reads the file's text over the defaults that c holds. The decoder keeps
// going after most mistakes, so that all of them are reported.
func decode(data []byte, c *Config) Problems {
	if strings.TrimSpace(string(data)) == "" {
		return Problems{unusable("the configuration file is empty; start from the reference file, which `leadloop config reference` prints")}
	}

	var root yaml.Node
	if err := yaml.Load(data, &root); err != nil {
		return Problems{unusable(plainYAMLError(err))}
	}

	if len(root.Content) == 0 || root.Content[0].Kind != yaml.MappingNode {
		return Problems{unusable("the configuration file holds no settings; expected lines such as \"data: /var/lib/leadloop\"")}
	}

	ps := settingsTwice(root.Content[0], "")

	// The decoder would leave a mapping with a repeated key undecoded, and what is
	// in it would seem to be missing.
	err := yaml.Load(data, c, yaml.WithKnownFields(), yaml.WithUniqueKeys(false))
	if err == nil {
		return ps
	}

	all, several := errors.AsType[*yaml.LoadErrors](err)
	if !several {
		return Problems{unusable(plainYAMLError(err))}
	}

	settings := settingsByPosition(&root)
	for _, e := range all.Errors {
		at := settings[position{e.Mark.Line, e.Mark.Column}]
		ps.add(at.path, "line %d: %s", e.Mark.Line, translate(e.Message, at))
	}

	return ps
}

// unusablePath marks a file that nothing could be read of, so that what is
// missing from it says nothing.
const unusablePath = "configuration file"

func unusable(text string) Problem { return Problem{Path: unusablePath, Text: text} }

func (ps Problems) fileUnusable() bool {
	return slices.ContainsFunc(ps, func(p Problem) bool { return p.Path == unusablePath })
}

// and adds the problems of more whose setting has none yet: a value that could
// not be read need not also be called missing.
func (ps Problems) and(more Problems) Problems {
	known := map[string]bool{}
	for _, p := range ps {
		known[strings.TrimSuffix(p.Path, "_FILE")] = true
	}

	for _, p := range more {
		if !known[p.Path] {
			ps = append(ps, p)
		}
	}

	return ps
}

func plainYAMLError(err error) string {
	if one, ok := errors.AsType[*yaml.LoadError](err); ok {
		text := strings.TrimPrefix(one.Message, "yaml: ")
		switch {
		case strings.Contains(text, "multiple"):
			return "the configuration file holds several documents; keep one and remove the lines that are only ---"
		case strings.Contains(text, "no documents"):
			return "the configuration file holds only comments; start from the reference file, which `leadloop config reference` prints"
		case one.Mark.Line > 0:
			return fmt.Sprintf("line %d: not readable as YAML: %s; check the indentation, colons and quotes there", one.Mark.Line, text)
		}
	}

	return "not readable as YAML: " + err.Error()
}

type position struct{ line, column int }

// setting is one place in the file: what is set there and, of a single value, to what.
type setting struct{ path, value string }

// settingsByPosition maps where keys and values stand to the settings that they are.
func settingsByPosition(root *yaml.Node) map[position]setting {
	settings := map[position]setting{}
	var walk func(node *yaml.Node, path string)
	walk = func(node *yaml.Node, path string) {
		settings[position{node.Line, node.Column}] = setting{path, node.Value}
		switch node.Kind { //nolint:exhaustive // the other kinds hold nothing
		case yaml.MappingNode:
			for i := 0; i+1 < len(node.Content); i += 2 {
				key, value := node.Content[i], node.Content[i+1]
				inner := joined(path, key.Value)
				walk(value, inner)

				// Last, since a mapping begins where its first key does.
				settings[position{key.Line, key.Column}] = setting{path: inner}
			}
		case yaml.SequenceNode:
			for i, item := range node.Content {
				walk(item, indexed(path, i))
			}
		}
	}

	walk(root.Content[0], "")
	return settings
}

func settingsTwice(node *yaml.Node, path string) Problems {
	if node.Kind != yaml.MappingNode {
		return nil
	}

	var ps Problems
	first := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		inner := joined(path, key.Value)
		if line, twice := first[key.Value]; twice {
			ps.add(inner, "line %d: is already set at line %d; keep one of them", key.Line, line)
			continue
		}

		first[key.Value] = key.Line
		ps = append(ps, settingsTwice(node.Content[i+1], inner)...)
	}

	return ps
}

func joined(path, key string) string {
	if path == "" {
		return key
	}

	return path + "." + key
}

var (
	unknownField  = regexp.MustCompile(`^field .+ not found in type `)
	wrongType     = regexp.MustCompile("(?s)^cannot construct !!([a-z]+).* into (.+)$")
	tokenSettings = []string{"slack.bot_token", "slack.app_token", "slack.token"}
)

// translate turns the decoder's message, which speaks of Go types, into one that
// speaks of settings.
func translate(message string, at setting) string {
	if unknownField.MatchString(message) {
		return unknownSetting(at.path)
	}

	if match := wrongType.FindStringSubmatch(message); match != nil {
		return wrongKind(match[1], at.value, match[2])
	}

	return message
}

func unknownSetting(path string) string {
	if slices.Contains(tokenSettings, path) {
		return "tokens are never read from the file; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or the same with _FILE"
	}

	if known := knownBeside(path); len(known) > 0 {
		return "is not a setting; here these are known: " + strings.Join(known, ", ")
	}

	return "is not a setting"
}

func wrongKind(got, value, goType string) string {
	expected := "a single value"
	switch {
	case goType == "int":
		expected = "a whole number"
	case goType == "bool":
		expected = "true or false"
	case strings.HasPrefix(goType, "[]"):
		expected = "a list such as [one, two]"
	case strings.HasPrefix(goType, "configs."):
		expected = "further settings, indented below it"
	}

	found := map[string]string{"seq": "a list", "map": "further settings"}[got]
	if found == "" {
		found = shown(value)
	}

	return fmt.Sprintf("%s does not fit here; expected %s", found, expected)
}

// knownBeside lists the settings on the same level as path. The reference file
// has them all; a test holds it to that.
func knownBeside(path string) []string {
	var root yaml.Node
	if err := yaml.Load([]byte(referenceYAML), &root); err != nil {
		return nil
	}

	node := root.Content[0]
	parents := strings.Split(path, ".")
	for _, parent := range parents[:len(parents)-1] {
		node = valueOf(node, parent)
		if node == nil {
			return nil
		}
	}

	var known []string
	for i := 0; i < len(node.Content); i += 2 {
		known = append(known, node.Content[i].Value)
	}

	return known
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	if mapping.Kind != yaml.MappingNode {
		return nil
	}

	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}

	return nil
}
