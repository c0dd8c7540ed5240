package slacksim

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// rule checks one value at one place; what is wrong goes to the checker.
type rule func(c *blockChecker, at string, v any)

// prop is one property of an object.
type prop struct {
	needed bool
	rule   rule
}

// shape is the properties that an object may have; anything else is refused, as Slack does.
type shape map[string]prop

func must(r rule) prop { return prop{true, r} }
func may(r rule) prop  { return prop{false, r} }

func shaped(s shape) rule {
	return func(c *blockChecker, at string, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			c.wrong(at, "must be an object")
			return
		}
		c.checkShape(at, o, s)
	}
}

// with returns the properties of both shapes.
func (s shape) with(more shape) shape {
	all := maps.Clone(s)
	maps.Copy(all, more)
	return all
}

func (c *blockChecker) checkShape(at string, o object, s shape) {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, ok := o[name]; !ok && s[name].needed {
			c.wrong(at, "missing required field: %s", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		p, ok := s[name]
		switch {
		case name == "type":
		case !ok:
			c.wrong(at, "invalid additional property: %s", name)
		default:
			p.rule(c, at+"/"+name, o[name])
		}
	}
}

// str is a string of least to most characters.
func str(least, most int) rule {
	return func(c *blockChecker, at string, v any) {
		s, ok := v.(string)
		if !ok {
			c.wrong(at, "must be a string")
			return
		}
		c.checkLength(at, s, least, most)
	}
}

func (c *blockChecker) checkLength(at, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	switch {
	case n < least:
		c.wrong(at, "must be more than %d characters", least-1)
	case n > most:
		c.wrong(at, "must be less than %d characters", most+1)
	}
}

func boolean(c *blockChecker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.wrong(at, "must be a boolean")
	}
}

func number(c *blockChecker, at string, v any) {
	if _, ok := v.(json.Number); !ok {
		c.wrong(at, "must be a number")
	}
}

func integer(least, most int) rule {
	return func(c *blockChecker, at string, v any) {
		n, ok := asInt(v)
		if !ok || n < least || n > most {
			c.wrong(at, "must be an integer between %d and %d", least, most)
		}
	}
}

func oneOf(values ...string) rule {
	return func(c *blockChecker, at string, v any) {
		if !slices.Contains(values, asString(v)) {
			c.wrong(at, "must be a valid enum value: %s", strings.Join(values, ", "))
		}
	}
}

// list is an array of least to most items.
func list(least, most int, item rule) rule {
	return func(c *blockChecker, at string, v any) {
		items, ok := v.([]any)
		switch {
		case !ok:
			c.wrong(at, "must be an array")
			return
		case len(items) < least:
			c.wrong(at, "no fewer than %d items allowed", least)
		case len(items) > most:
			c.wrong(at, "no more than %d items allowed", most)
		}
		for i, v := range items {
			item(c, pointer(at, i), v)
		}
	}
}

func anything(*blockChecker, string, any) {}

// date is a moment in one layout of package time.
func date(layout string) rule {
	return func(c *blockChecker, at string, v any) {
		if _, err := time.Parse(layout, asString(v)); err != nil {
			c.wrong(at, "must be of the form %s", layout)
		}
	}
}

// plain is a plain_text object, text either kind of text object.
func plain(most int) rule { return textRule(most, "plain_text") }
func text(most int) rule  { return textRule(most, "plain_text", "mrkdwn") }

func textRule(most int, kinds ...string) rule {
	shapes := map[string]shape{
		"plain_text": {"text": must(str(1, most)), "emoji": may(boolean)},
		"mrkdwn":     {"text": must(str(1, most)), "verbatim": may(boolean)},
	}
	return func(c *blockChecker, at string, v any) {
		o, ok := v.(map[string]any)
		kind := asString(o["type"])
		switch {
		case !ok:
			c.wrong(at, "must be a text object")
		case !slices.Contains(kinds, kind):
			c.wrong(at+"/type", "must be a valid enum value: %s", strings.Join(kinds, ", "))
		default:
			c.checkShape(at, o, shapes[kind])
		}
	}
}

func pointer(at string, i int) string { return fmt.Sprintf("%s/%d", at, i) }
