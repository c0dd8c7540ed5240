package funnel

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// What is left of an erased lead are values that figures are counted by, and who of the teams did what; every other
// text is erased, also one of a field that is new.
func TestEveryTextIsErasedUnlessItSaysThatItStays(t *testing.T) {
	for name, test := range map[string]struct {
		blanked func() any
		stays   []string
	}{
		"lead": {func() any {
			l := Lead{Judged: map[agreement.Stage]Judged{"mql": {}}, Answers: map[string]Answer{"need": {}}}
			fill(reflect.ValueOf(&l).Elem())
			judged := l.Judged["mql"]
			fill(reflect.ValueOf(&judged).Elem())
			l.Judged["mql"] = judged
			return l.blanked(time.Now())
		}, []string{
			".Source", ".Campaign", ".CountryCode", ".Segment", ".Door", ".Stage", ".Marketer", ".Owner", ".LentBy", ".FormerOwner",
			".OutsideOwner", ".Reason", ".FirstTouchTiming", ".Amount.Currency", ".Handoff.State", ".Handoff.To", ".Handoff.By",
			".Handoff.Class", ".Handoff.AnsweredBy", ".Handoff.PassedBy", ".Handoff.AtEnd", ".Handoff.RuledOut", ".Handoff.Question.By",
			".Handoff.Question.AnsweredBy", ".Handoff.Paused.Kind", ".Handoff.Paused.Person", ".Handoff.Paused.Hears",
			".Handoff.Had[]", ".Judged[].Checks[].Key",
		}},
		"dispute": {func() any {
			var d Dispute
			fill(reflect.ValueOf(&d).Elem())
			return d.Blanked()
		}, []string{
			".By", ".Verdict", ".RuledBy", ".Country", ".Segment", ".Rejection.By", ".Rejection.Kind", ".Rejection.From", ".Rejection.To",
			".Rejection.Source", ".Rejection.Campaign", ".Rejection.Marketer", ".Rejection.Owner", ".Rejection.OutsideOwner",
			".Rejection.Team", ".Rejection.FirstTouchTiming", ".Rejection.About", ".Rejection.With", ".Rejection.Reason", ".Rejection.Touch",
			".Rejection.Amount.Currency", ".Rejection.Class", ".Rejection.RemindedPerson", ".Rejection.Nudge", ".Rejection.Metric",
			".Rejection.Period", ".Rejection.Named", ".Rejection.Door", ".Rejection.Verdict", ".Rejection.Prev", ".Rejection.Seal",
			".Rejection.Said", ".Rejection.Unmet[]",
		}},
	} {
		for path, text := range left("", reflect.ValueOf(test.blanked())) {
			if text != ErasedText && !slices.Contains(test.stays, path) {
				t.Errorf("%s%s is not erased: %q", name, path, text)
			}
		}
	}
}

// fill writes a text wherever one can stand.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("written")
	case reflect.Struct:
		for _, field := range v.Fields() {
			if field.CanSet() {
				fill(field)
			}
		}
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); kind == reflect.String || v.Type().Elem() == reflect.TypeFor[Check]() {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0))
		}
	default:
	}
}

// left are the texts of a value, by where they stand.
func left(path string, v reflect.Value) map[string]string {
	found := map[string]string{}
	add := func(path string, v reflect.Value) {
		maps.Copy(found, left(path, v))
	}
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" {
			found[path] = v.String()
		}
	case reflect.Struct:
		for i := range v.NumField() {
			add(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			add(path+"[]", v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			add(path+"[]", v.MapIndex(key))
		}
	default:
	}
	return found
}
