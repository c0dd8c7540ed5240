package loop_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

// The drawing of the schema is what the use cases really write.
func TestTheDrawingOfTheSchemaIsTrue(t *testing.T) {
	drawn := strings.Fields(strings.NewReplacer("<day or total>", "<day>", "<metric and days>", "<figure>",
		"<metric code>", "<code>", "<external id>", "<external>", "<campaign name>", "<called>", "<campaign and line>", "<spend>").Replace(store.Drawing))
	shapes := shapesOf(t, drawn)
	seen, found := map[string]bool{}, map[string]bool{}
	note := func(lines []string) {
		for _, line := range lines {
			key, _, _ := strings.Cut(line, "{")
			if !seen[key] {
				seen[key] = true
				found[shapes.of(key)] = true
			}
		}
	}
	o := emptyOffice(t, memkv.New())
	o.plays(func(m move, req core.Request) error {
		err := m.run(t.Context(), o, req)
		note(dump(t, o.db))
		return err
	})
	o.logs(mia, person(11))
	o.must(o.Delivery.Park(t.Context(), o.starts().Seq, "channel_not_found", false))
	_, err := o.store.RecountInZone(t.Context(), o.settings.Calendar)
	o.must(err)
	note(dump(t, o.db))
	slices.Sort(drawn)
	if diff := cmp.Diff(drawn, slices.Sorted(maps.Keys(found))); diff != "" {
		t.Errorf("shapes of keys (-drawn +found):\n%s", diff)
	}
}

// parts are what may stand for each part of a drawn key.
var parts = map[string]string{
	"day": `(total|\d{8})`, "time": `\d{8}T\d{6}\.\d{3}Z`, "lead": `\d{12}`, "seq": `\d{20}`, "draft": `\d{20}`, "version": `\d{20}`,
	"user": `U0[A-Z]+`, "urgency": `[01]\d{8}T\d{6}\.\d{3}Z`, "stage": `(customer|lost)`, "topic": `((card|claim):L-\d+:\d+:\w+|home:U0\w+|draft:\d+:U0\w+|reminder:\d+:U0\w+|(rejected|lapsed):L-\d+:\d+:U0\w+|dispute:\d+:U0\w+|(question|answer):L-\d+:\d+\.\d+:U0\w+)`,
	"target": `(#\w+|(home:)?U0[A-Z]+|edit:[^/ ]+)`, "key": `[0-9a-f]{32}`, "domain": `[a-z0-9]+\.com`, "e-mail": `[^/ ]+@[^/ ]+`, "phone": `\+\d+`,
	"campaign": `\d{12}`, "pool": `\d{12}`, "called": `[^/]+`, "spend": `\d{12}\.\d{12}`, "dispute": `\d{12}`, "reason": `[a-z_]+`,
	"word": `[^/ ]+`, "metric": `[a-z_]+(\.[A-Za-z_]+)?`, "dimension": `[a-z_]+`, "value": `[^/]*`, "schedule": `[a-z]+\.[a-z]+`,
	"name": `[a-z_]+`, "kind": `[a-z_.]+`, "figure": `[a-z_]+\.(\d{4}-W\d\d|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)`, "goal": `\d{12}`, "code": `[a-z_]+`, "date": `\d{4}-\d\d-\d\d`, "external": `[^/ ]+`,
}

var drawnPart = regexp.MustCompile(`<([^>]+)>`)

// shape is a drawn key and what fits it.
type shape struct {
	drawn string
	fits  *regexp.Regexp
}

type shapes []shape

// shapesOf reads the drawing. An index entry has a space before each slash
// that follows a value.
func shapesOf(t *testing.T, drawn []string) shapes {
	t.Helper()
	read := make(shapes, len(drawn))
	for i, key := range drawn {
		pattern := drawnPart.ReplaceAllStringFunc(key, func(part string) string {
			expected, known := parts[strings.Trim(part, "<>")]
			if !known {
				t.Fatalf("nothing is known of the part %s", part)
			}
			return expected
		})
		if strings.Contains(key, "/i/") {
			pattern = strings.ReplaceAll(pattern, "/", " ?/")
		}
		read[i] = shape{key, regexp.MustCompile(`^` + pattern + `( |$)`)}
	}
	return read
}

// of finds the drawn shape of a key; the key itself where none fits.
func (s shapes) of(key string) string {
	for _, shape := range s {
		if shape.fits.MatchString(key) {
			return shape.drawn
		}
	}
	return key
}
