package configs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
)

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

func TestSourcesOfLeads(t *testing.T) {
	const good, another = "0123456789abcdef01234567", "abcdef0123456789abcdef01"
	for name, test := range map[string]struct {
		sources string
		environ []string
		want    string
	}{
		"all is well": {`{website: {marketer: U01, campaign: fair, origins: [https://www.acme.com], thanks: "https://www.acme.com/thanks"}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, ""},
		"two": {
			`{web-form: {}, crm: {}}`,
			[]string{"LEADLOOP_INTAKE_TOKEN_WEB_FORM=" + good, "LEADLOOP_INTAKE_TOKEN_CRM_FILE=" + write(t, another)},
			"",
		},
		"no token":            {`{website: {}}`, nil, "LEADLOOP_INTAKE_TOKEN_WEBSITE: is missing"},
		"a short token":       {`{website: {}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=x"}, "is only 1 letters long"},
		"one token for two":   {`{website: {}, crm: {}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good, "LEADLOOP_INTAKE_TOKEN_CRM=" + good}, "LEADLOOP_INTAKE_TOKEN_WEBSITE: is the same as LEADLOOP_INTAKE_TOKEN_CRM"},
		"that of the figures": {`{website: {}}`, []string{"LEADLOOP_INTAKE_TOKEN=" + good, "LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, "LEADLOOP_INTAKE_TOKEN_WEBSITE: is the same as LEADLOOP_INTAKE_TOKEN"},
		"a token of nobody":   {`{website: {}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good, "LEADLOOP_INTAKE_TOKEN_CRM=" + another}, "LEADLOOP_INTAKE_TOKEN_CRM: is not a setting"},
		"a name":              {`{Web Site: {}}`, nil, `"Web Site" cannot be the name of a source`},
		"nobody":              {`{website: {marketer: mia}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, `intake.sources.website.marketer: "mia" is not a user id`},
		"a page as an origin": {`{website: {origins: ["https://www.acme.com/contact"]}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, `intake.sources.website.origins[0]: "https://www.acme.com/contact" is not where a web page comes from`},
		"a host as an origin": {`{website: {origins: [www.acme.com]}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, `is not where a web page comes from`},
		"thanks elsewhere":    {`{website: {origins: [https://a.com], thanks: "javascript:alert(1)"}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, `intake.sources.website.thanks`},
		"thanks of a program": {`{website: {thanks: "https://a.com"}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, `is for forms on web pages`},
		"a misspelt setting":  {`{website: {campagne: fair}}`, []string{"LEADLOOP_INTAKE_TOKEN_WEBSITE=" + good}, `intake.sources.website.campagne: line`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(edited(t, "listen: \"\"", "listen: 127.0.0.1:9478"), "  sources:\n", "  sources: "+test.sources+"\n", 1)
			c, err := configs.Load(write(t, text), append(goodTokens(), test.environ...))
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v\nwant %s", err, test.want)
			}
			if printed := fmt.Sprintf("%+v %v", c, err); strings.Contains(printed, good) || strings.Contains(printed, another) {
				t.Error("a token can be printed")
			}
		})
	}

	closed := strings.Replace(string(configs.Reference()), "  sources:\n", "  sources: {crm: {}}\n", 1)
	if _, err := configs.Load(write(t, closed), append(goodTokens(), "LEADLOOP_INTAKE_TOKEN_CRM="+good)); err == nil || !strings.Contains(err.Error(), "intake.listen: is empty") {
		t.Errorf("sources behind a closed door: %v", err)
	}
}
