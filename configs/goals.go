package configs

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// Thresholds gives the parts of the expected, as fractions.
func (g Goals) Thresholds() (ahead, behind, off float64, err error) {
	var ps Problems
	ahead, behind, off = g.read(&ps)
	return ahead, behind, off, ps.orNil()
}

func (g Goals) read(ps *Problems) (ahead, behind, off float64) {
	part := func(path, text string) float64 {
		n, err := parsePercent(text)
		if err != nil {
			ps.add(path, "%v", err)
		}
		return n
	}
	return part("goals.ahead", g.Ahead), part("goals.behind", g.Behind), part("goals.off", g.Off)
}

// parsePercent reads 105%. A number without the sign is refused: 1.05 and 105
// would both be guessed at.
func parsePercent(text string) (float64, error) {
	number, sign := strings.CutSuffix(strings.TrimSpace(text), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || !sign || !(n > 0 && n <= 1000) {
		return 0, fmt.Errorf("%s is not a part of what is expected; expected per cent such as 95%%", shown(text))
	}
	return n / 100, nil
}

func (g Goals) check(ps *Problems) {
	var unreadable Problems
	ahead, behind, off := g.read(&unreadable)
	switch {
	case len(unreadable) > 0:
		*ps = append(*ps, unreadable...)
	case ahead < 1:
		ps.add("goals.ahead", "%s is less than what is expected; expected 100%% or more, such as 105%%", shown(g.Ahead))
	case behind > 1:
		ps.add("goals.behind", "%s is more than what is expected; expected 100%% or less, such as 95%%", shown(g.Behind))
	case ahead == behind:
		ps.add("goals.ahead", "%s is also goals.behind, so nothing would be on pace; raise this one or lower the other", shown(g.Ahead))
	case off >= behind:
		ps.add("goals.off", "%s is not below goals.behind, %s; expected less, such as 80%%", shown(g.Off), shown(g.Behind))
	}
}

// intakeToken is what other programs show at the door.
var intakeToken = tokenKind{variable: "LEADLOOP_INTAKE_TOKEN", name: "a long random text"}

// minTokenLength keeps the token from being guessed.
const minTokenLength = 24

func (i Intake) check(ps *Problems) {
	if i.Listen == "" {
		return
	}

	const wanted = "expected HOST:PORT such as 127.0.0.1:9478, or nothing to keep the door closed"
	_, port, err := net.SplitHostPort(i.Listen)
	if err != nil {
		ps.add("intake.listen", "%s is not an address to listen on; %s", shown(i.Listen), wanted)
	} else if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		ps.add("intake.listen", "%s has no usable port; %s", shown(i.Listen), wanted)
	}

	switch token := i.Token.Reveal(); {
	case token == "":
		ps.add(intakeToken.variable, "is missing, and intake.listen opens a door that asks for it; set it, or %s_FILE, to %s, such as `openssl rand -hex 32` prints", intakeToken.variable, intakeToken.name)
	case strings.ContainsAny(token, " \t\r\n"):
		ps.add(intakeToken.variable, "contains blanks or line breaks; expected %s without any", intakeToken.name)
	case len(token) < minTokenLength:
		ps.add(intakeToken.variable, "is only %d letters long; expected at least %d, such as `openssl rand -hex 32` prints", len(token), minTokenLength)
	}
}
