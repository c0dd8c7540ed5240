package configs

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Load reads the file, lets the environment (as os.Environ returns it) override
// it, and validates the result. Without a path, the environment alone counts.
// Everything that is wrong is returned together, as Problems.
func Load(path string, environ []string) (Config, error) {
	variables := env.ToMap(environ)
	c, ps, err := read(path, variables)
	if err != nil {
		return Config{}, err
	}

	if len(ps) == 0 || !ps.fileUnusable() {
		c.Slack.BotToken = readToken(&ps, botToken, variables)
		c.Slack.AppToken = readToken(&ps, appToken, variables)
		c.Intake.readTokens(&ps, variables)
		c.Webhooks.readSecrets(&ps, variables)
		ps = ps.and(c.problems())
	}

	return finish(c, ps)
}

// LoadOffline is Load for commands that work on the data alone. It asks for
// neither tokens nor channels nor people.
func LoadOffline(path string, environ []string) (Config, error) {
	c, ps, err := read(path, env.ToMap(environ))
	if err != nil {
		return Config{}, err
	}

	if len(ps) == 0 || !ps.fileUnusable() {
		ps = ps.and(c.offlineProblems())
	}

	return finish(c, ps)
}

func finish(c Config, ps Problems) (Config, error) {
	if info, err := os.Stat(c.Data); err == nil && !info.IsDir() {
		ps.add("data", "%s is a file; expected a folder, which is made if there is none", shown(c.Data))
	}

	if len(ps) > 0 {
		return Config{}, ps
	}

	return c, nil
}

func read(path string, variables map[string]string) (Config, Problems, error) {
	c := Default()
	var ps Problems
	if path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			return Config{}, nil, fmt.Errorf("cannot read the configuration file: %w; give its place with --config FILE", err)
		}

		ps = decode(data, &c)
	}

	overrideFrom(variables, &c, &ps)
	return c, ps, nil
}

// overrideFrom applies the variables one by one, because the decoder's errors
// name the field and not the variable.
func overrideFrom(variables map[string]string, c *Config, ps *Problems) {
	params, err := env.GetFieldParams(c)
	if err != nil {
		ps.add("environment", "%v", err)
		return
	}

	known := map[string]bool{}
	for _, name := range slices.Concat(c.Intake.variables(), c.Webhooks.variables()) {
		known[name] = true
	}

	for _, param := range params {
		known[param.Key] = true
		value := strings.TrimSpace(variables[param.Key])
		if value == "" {
			continue
		}

		one := env.Options{Environment: map[string]string{param.Key: value}}
		if err := env.ParseWithOptions(c, one); err != nil {
			ps.add(param.Key, "%s cannot be read; expected a whole number, or true or false, as the setting needs", shown(value))
		}
	}

	refuseUnknown(variables, known, ps)
}

// serviceVariable is what Kubernetes sets in each pod beside a service that is called leadloop.
var serviceVariable = regexp.MustCompile(
	`^LEADLOOP_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$`)

// refuseUnknown names variables that look like settings and are none: one that
// is misspelt would otherwise be ignored without a word.
func refuseUnknown(variables map[string]string, known map[string]bool, ps *Problems) {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if serviceVariable.MatchString(name) {
			continue
		}

		if strings.HasPrefix(name, variablePrefix) && !strings.HasPrefix(name, testVariablePrefix) && !known[name] {
			ps.add(name, "is not a setting; expected one such as LEADLOOP_WORKSPACE_TIME_ZONE: the path in the configuration file, in capitals")
		}
	}
}

const (
	variablePrefix     = "LEADLOOP_"
	testVariablePrefix = "LEADLOOP_TEST_" // read by the project's own tests
)

// readToken takes the token from its variable or from the file that the variable
// with _FILE names. Files end in line breaks, which no token has.
func readToken(ps *Problems, kind tokenKind, variables map[string]string) Secret {
	fileVariable := kind.variable + "_FILE"
	value, file := strings.TrimSpace(variables[kind.variable]), variables[fileVariable]
	if file == "" {
		return NewSecret(value)
	}

	if value != "" {
		ps.add(kind.variable, "is set and so is %s; set one of them", fileVariable)
		return NewSecret(value)
	}

	data, err := os.ReadFile(file)
	if err != nil {
		ps.add(fileVariable, "cannot be read: %v", err)
		return Secret{}
	}

	value = strings.TrimSpace(string(data))
	if value == "" {
		ps.add(fileVariable, "names %s, which is empty; expected %s", shown(file), kind.name)
	}

	return NewSecret(value)
}
