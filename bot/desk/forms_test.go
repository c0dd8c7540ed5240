package desk

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestAFormIsForgottenWithItsResponseURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newForms()
		f.remember("V1", form{responseURL: "https://hooks.example/1", channel: "C1"})

		for range 2 { // looking does not keep it
			time.Sleep(formLife / 2)
			if got := f.find("V1"); got.responseURL != "https://hooks.example/1" || got.channel != "C1" {
				t.Fatalf("the form is %v", got)
			}
		}

		time.Sleep(time.Nanosecond)
		if got := f.find("V1"); got.responseURL != "" {
			t.Errorf("after %s the form is still %v", formLife, got)
		}
		f.remember("V2", form{})
		if kept := f.open.Metrics(); kept.Insertions-kept.Evictions != 1 {
			t.Errorf("%d forms are kept, want the open one", kept.Insertions-kept.Evictions)
		}
	})
}

func TestATriggerOpensOneForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newForms()
		steps := []struct {
			wait time.Duration
			want bool
		}{{0, true}, {0, false}, {formLife, false}, {formLife, false}, {formLife + 1, true}}
		for i, step := range steps {
			time.Sleep(step.wait)
			if got := f.triggers.First("T1"); got != step.want {
				t.Errorf("step %d: the trigger may open a form: %t, want %t", i, got, step.want)
			}
		}

		f.triggers.forget("T1")
		if !f.triggers.First("T1") {
			t.Error("a trigger that could open no form may not try again")
		}
	})
}
