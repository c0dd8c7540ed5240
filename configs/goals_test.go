package configs_test

import (
	"fmt"
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

func TestTheDoorAsksForAToken(t *testing.T) {
	const good = "0123456789abcdef01234567"
	for _, test := range []struct {
		listen, token, want string
	}{
		{"", "", ""},
		{"", "short", ""}, // nothing listens, so nothing can be guessed
		{"127.0.0.1:9478", good, ""},
		{"0.0.0.0:9478", good, ""},
		{"127.0.0.1:9478", "", "LEADLOOP_INTAKE_TOKEN: is missing"},
		{"127.0.0.1:9478", "short", "LEADLOOP_INTAKE_TOKEN: is only 5 letters long"},
		{"127.0.0.1:9478", good + " x", "LEADLOOP_INTAKE_TOKEN: contains blanks"},
		{"figures", good, "intake.listen"},
		{"127.0.0.1:http", good, "intake.listen"},
	} {
		c := sample()
		c.Intake = configs.Intake{Listen: test.listen, Token: configs.NewSecret(test.token)}
		err := c.Validate()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%q with %d letters: %v", test.listen, len(test.token), err)
		}
		if err != nil && test.token != "" && strings.Contains(err.Error(), test.token) {
			t.Errorf("the token is printed: %v", err)
		}
	}
}

func TestTheTokenOfTheDoorComesFromTheEnvironment(t *testing.T) {
	const good = "0123456789abcdef01234567"
	path := edited(t, "listen: \"\"", "listen: 127.0.0.1:9478")
	file := write(t, path)
	for _, environ := range [][]string{{"LEADLOOP_INTAKE_TOKEN=" + good}, {"LEADLOOP_INTAKE_TOKEN_FILE=" + write(t, good+"\n")}} {
		c, err := configs.Load(file, append(goodTokens(), environ...))
		if err != nil || c.Intake.Token.Reveal() != good || c.Intake.Listen != "127.0.0.1:9478" {
			t.Errorf("%s: %+v, %v", environ, c.Intake, err)
		}
		if text := fmt.Sprintf("%v %+v", c, c.Intake); strings.Contains(text, good) {
			t.Error("the token can be printed")
		}
	}
	if _, err := configs.Load(file, goodTokens()); err == nil || !strings.Contains(err.Error(), "LEADLOOP_INTAKE_TOKEN: is missing") {
		t.Errorf("without a token: %v", err)
	}
}
