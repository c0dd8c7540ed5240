package configs_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
)

func TestThresholdsAreParts(t *testing.T) {
	ahead, behind, off, err := configs.Default().Goals.Thresholds()
	if err != nil || ahead != 1.05 || behind != 0.95 || off != 0.8 {
		t.Errorf("as delivered: %v, %v, %v, %v", ahead, behind, off, err)
	}
	for _, test := range []struct {
		goals configs.Goals
		want  string
	}{
		{configs.Goals{Ahead: "110 %", Behind: "90%", Off: "70%"}, ""},
		{configs.Goals{Ahead: "100%", Behind: "99.5%", Off: "70%"}, ""},
		{configs.Goals{Ahead: "1.1", Behind: "90%", Off: "70%"}, `goals.ahead: "1.1" is not a part`},
		{configs.Goals{Ahead: "110%", Behind: "", Off: "70%"}, "goals.behind"},
		{configs.Goals{Ahead: "99%", Behind: "90%", Off: "70%"}, `goals.ahead: "99%" is less than what is expected`},
		{configs.Goals{Ahead: "110%", Behind: "101%", Off: "70%"}, `goals.behind: "101%" is more than what is expected`},
		{configs.Goals{Ahead: "100%", Behind: "100%", Off: "70%"}, `goals.ahead: "100%" is also goals.behind`},
		{configs.Goals{Ahead: "110%", Behind: "90%", Off: "90%"}, `goals.off: "90%" is not below goals.behind`},
		{configs.Goals{Ahead: "110%", Behind: "90%", Off: "0%"}, "goals.off"},
	} {
		c := sample()
		c.Goals = test.goals
		err := c.Validate()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%+v: %v", test.goals, err)
		}
	}
}
