package configs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/leadloop/leadloop/configs"
)

func TestSecretIsNeverPrinted(t *testing.T) {
	const value = "xoxb-do-not-print"
	secret := configs.NewSecret(value)
	type outer struct {
		Exported   configs.Secret
		unexported configs.Secret
	}
	nested := outer{secret, secret}
	var printed []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed = append(printed, fmt.Sprintf(verb, secret), fmt.Sprintf(verb, nested), fmt.Sprintf(verb, &nested), fmt.Sprintf(verb, []configs.Secret{secret}))
	}
	asJSON, err := json.Marshal(nested)
	asYAML, err2 := yaml.Dump(map[string]any{"secret": secret})
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	printed = append(printed, string(asJSON), string(asYAML), secret.String(), fmt.Sprint(configs.Slack{BotToken: secret}))
	for _, text := range printed {
		if strings.Contains(text, "print") || strings.Contains(text, fmt.Sprintf("%x", value)) {
			t.Errorf("printed: %s", text)
		}
	}
	for _, text := range []string{printed[0], string(asJSON), string(asYAML), secret.String()} {
		if !strings.Contains(text, "[redacted]") {
			t.Errorf("no placeholder in %s", text)
		}
	}
	if secret.Reveal() != value {
		t.Errorf("Reveal gave %q", secret.Reveal())
	}
	if revealed := (configs.Secret{}).Reveal(); revealed != "" {
		t.Errorf("a secret that is not set gave %q", revealed)
	}
}
