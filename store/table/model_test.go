package table_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/memkv"
	"github.com/leadloop/leadloop/store/table"
)

// texts are few, so that values clash, and awkward.
var texts = []string{"", "a", "a.b", "a/b", "a b", "a!", "ab", "/", " ", "é", "\x01", "\ufffd", "\xff", strings.Repeat("long ", 300)}

// crowd is what the table should hold, by id.
type crowd map[string]person

// holder is the other record that has the unique value of p.
func (c crowd) holder(p person) string {
	for id, other := range c {
		if id != p.ID && p.Email != "" && other.Email == p.Email {
			return id
		}
	}
	return ""
}

// byTag returns the ids in the order of the index, once per tag in the range.
func (c crowd) byTag(rng table.Range) []string {
	type pair struct{ tag, id string }
	var pairs []pair
	for id, p := range c {
		for _, tag := range p.Tags {
			in := strings.HasPrefix(tag, rng.Prefix) && tag >= rng.From && (rng.To == "" || tag < rng.To) && (rng.Through == "" || tag <= rng.Through)
			if rng.Value != "" {
				in = tag == rng.Value
			}
			if in && !slices.Contains(pairs, pair{tag, id}) {
				pairs = append(pairs, pair{tag, id})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.tag, b.tag), cmp.Compare(a.id, b.id)) })
	if rng.Reverse {
		slices.Reverse(pairs)
	}
	if rng.Limit > 0 && len(pairs) > rng.Limit {
		pairs = pairs[:rng.Limit]
	}
	ids := []string{}
	for _, p := range pairs {
		ids = append(ids, p.id)
	}
	return ids
}

func TestTableAgreesWithAModel(t *testing.T) {
	people := newPeople()
	text := rapid.SampledFrom(texts)
	ids := rapid.SampledFrom([]string{"1", "2", "3", "L-10", "~"})
	rapid.Check(t, func(t *rapid.T) {
		db := memkv.New()
		defer db.Close()
		model := crowd{}
		update := func(t *rapid.T, fn func(kv.Writer)) {
			if err := db.Update(context.Background(), func(w kv.Writer) error { fn(w); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				p := person{
					ID: ids.Draw(t, "id"), Email: text.Draw(t, "email"), Owner: text.Draw(t, "owner"), Due: text.Draw(t, "due"),
					Tags: rapid.SliceOfN(text, 0, 3).Draw(t, "tags"),
				}
				update(t, func(w kv.Writer) { putBoth(t, w, people, model, p) })
			},
			"delete": func(t *rapid.T) {
				id := ids.Draw(t, "id")
				update(t, func(w kv.Writer) {
					if err := people.Delete(w, id); err != nil {
						t.Fatal(err)
					}
				})
				delete(model, id)
			},
			"": func(t *rapid.T) { update(t, func(w kv.Writer) { compareTable(t, w, people, model) }) },
			"range": func(t *rapid.T) {
				rng := table.Range{
					Value: text.Draw(t, "value"), Prefix: text.Draw(t, "prefix"), From: text.Draw(t, "from"), To: text.Draw(t, "to"),
					Through: text.Draw(t, "through"), Reverse: rapid.Bool().Draw(t, "reverse"), Limit: rapid.IntRange(0, 3).Draw(t, "limit"),
				}
				update(t, func(w kv.Writer) { compareByTag(t, w, people, model, rng) })
			},
		})
	})
}

// asStored is what JSON keeps of a record.
func asStored(p person) person {
	for _, s := range []*string{&p.Email, &p.Owner, &p.Due} {
		*s = strings.ToValidUTF8(*s, "\ufffd")
	}
	p.Tags = slices.Clone(p.Tags)
	for i := range p.Tags {
		p.Tags[i] = strings.ToValidUTF8(p.Tags[i], "\ufffd")
	}
	return p
}

func putBoth(t *rapid.T, w kv.Writer, people table.Table[person], model crowd, p person) {
	err := people.Put(w, p)
	p = asStored(p)
	holder := model.holder(p)
	var conflict *table.ConflictError
	switch {
	case holder == "" && err == nil:
		model[p.ID] = p
	case holder != "" && errors.As(err, &conflict) && conflict.ID == holder && conflict.Value == p.Email:
	default:
		t.Fatalf("put of %+v gives %v; the address is held by %q", p, err, holder)
	}
}

func compareTable(t *rapid.T, w kv.Writer, people table.Table[person], model crowd) {
	problems, err := people.Verify(w)
	if err != nil || len(problems) > 0 {
		t.Fatalf("verify: %v, %v", problems, err)
	}
	got := crowd{}
	for p, err := range people.All(w) {
		if err != nil {
			t.Fatal(err)
		}
		got[p.ID] = p
	}
	if diff := gocmp.Diff(model, got); diff != "" {
		t.Fatalf("records (-want +got):\n%s", diff)
	}
	for _, id := range slices.Sorted(maps.Keys(model)) {
		p := model[id]
		if found, err := people.Lookup(w, "owner-due", table.Join(p.Owner, p.Due)); err != nil || found.Owner != p.Owner || found.Due != p.Due {
			t.Fatalf("lookup of %+v by owner and due gives %+v, %v", p, found, err)
		}
		if found, err := people.Lookup(w, "email", p.Email); p.Email != "" && (err != nil || found.ID != id) {
			t.Fatalf("lookup of %+v by e-mail gives %+v, %v", p, found, err)
		}
	}
}

func compareByTag(t *rapid.T, w kv.Writer, people table.Table[person], model crowd, rng table.Range) {
	got := []string{}
	for p, err := range people.By(w, "tag", rng) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.ID)
	}
	if diff := gocmp.Diff(model.byTag(rng), got); diff != "" {
		t.Fatalf("by tag in %+v (-want +got):\n%s", rng, diff)
	}
}
