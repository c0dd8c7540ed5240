package loop_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

func TestTheScriptComesToASoundEnd(t *testing.T) {
	o := emptyOffice(t, memkv.New())
	done := map[string]bool{}
	o.plays(func(m move, req core.Request) error {
		done[m.name] = true
		err := m.run(t.Context(), o, req)
		o.wantSound()
		return err
	})
	for _, name := range useCases() {
		if !done[name] {
			t.Errorf("the script has no %s", name)
		}
	}
	want := map[agreement.Stage]int64{
		agreement.Inquiry: 1, agreement.Known: 1, agreement.MQL: 2, agreement.SAL: 1, agreement.SQL: 0, agreement.Customer: 2,
		agreement.Lost: 1, agreement.Disqualified: 1, agreement.Recycled: 0,
	}
	status, err := o.Status(t.Context())
	o.must(err)
	if diff := cmp.Diff(want, status.ByStage); diff != "" || status.Leads != 9 || status.OpenLoops != 2 {
		t.Errorf("%d leads, %d open loops; by stage (-want +got):\n%s", status.Leads, status.OpenLoops, diff)
	}
}

// useCases are the methods by which somebody does something.
func useCases() []string {
	var names []string
	for noun := range reflect.TypeFor[loop.Services]().Fields() {
		for method := range noun.Type.Methods() {
			if method.Type.NumIn() > 2 && method.Type.In(2) == reflect.TypeFor[core.Request]() {
				names = append(names, noun.Name+"."+method.Name)
			}
		}
	}
	return names
}

func TestARedeliveredInputHasOneEffect(t *testing.T) {
	o := emptyOffice(t, memkv.New())
	o.plays(func(m move, req core.Request) error {
		if err := m.run(t.Context(), o, req); err != nil {
			return err
		}
		o.wantUnchanged(m.name+" again", func() {
			err := m.run(t.Context(), o, req)
			if keyed := req.Key != ""; isDuplicate(err) != keyed || !keyed && err != nil {
				t.Errorf("%s again: %v", m.name, err)
			}
		})
		return nil
	})
}

func TestARefusedInputMayBeTriedAgain(t *testing.T) {
	o := newOffice(t)
	req := o.by(mia)
	_, err := o.Handoff(t.Context(), req, 1, sam, "")
	wantKind(t, err, fault.KindNotFound)
	o.logs(mia, jane)
	if _, err := o.Handoff(t.Context(), req, 1, sam, ""); err != nil {
		t.Errorf("refused once, then possible: %v", err)
	}
}

func TestStrangersChangeNothing(t *testing.T) {
	o := emptyOffice(t, memkv.New())
	for i, m := range script() {
		o.later(m.after)
		if m.by != "" {
			t.Run(m.name, func(t *testing.T) {
				o.wantUnchanged(m.name, func() {
					err := m.run(t.Context(), o, o.by(stan))
					if strings.HasPrefix(m.name, "Leads.Undo") { // of their own changes, and they have none
						wantKind(t, err, fault.KindNotFound)
						return
					}
					wantKind(t, err, fault.KindDenied)
				})
			})
		}
		o.must(m.run(t.Context(), o, request(i, m)))
	}
}

func TestTheWrongPeopleChangeNothing(t *testing.T) {
	o := newOffice(t)
	o.logs(mia, jane)
	o.does(o.Handoff(t.Context(), o.by(mia), 1, sam, ""))
	for name, try := range map[string]func(context.Context) error{
		"another rep accepts":   func(ctx context.Context) error { return accepts(1)(ctx, o, o.by(rob)) },
		"marketing accepts":     func(ctx context.Context) error { return accepts(1)(ctx, o, o.by(mia)) },
		"another rep assigns":   func(ctx context.Context) error { _, err := o.Leads.Assign(ctx, o.by(rob), 1, rob, ""); return err },
		"another rep qualifies": func(ctx context.Context) error { return qualifies(1)(ctx, o, o.by(rob)) },
		"leadership edits":      func(ctx context.Context) error { _, err := o.Leads.Edit(ctx, o.by(lea), 1, person(2)); return err },
		"leadership disqualifies": func(ctx context.Context) error {
			_, err := o.Leads.Disqualify(ctx, o.by(lea), 1, "spam", "")
			return err
		},
		"marketing posts the digest": func(ctx context.Context) error {
			return o.Digest.Post(ctx, o.by(mia), funnel.AudienceLeadership, false)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o.wantUnchanged(name, func() { wantKind(t, try(t.Context()), fault.KindDenied) })
		})
	}
}
