package configs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
)

func TestWebhooks(t *testing.T) {
	const good, address = "0123456789abcdef01234567", "https://crm.acme.com/leadloop"
	signed := []string{"LEADLOOP_WEBHOOK_SECRET_CRM=" + good}
	for name, test := range map[string]struct {
		webhooks string
		environ  []string
		want     string
	}{
		"all is well":       {`{crm: {url: "` + address + `", events: [won, lost], personal: true}}`, signed, ""},
		"on this machine":   {`{crm: {url: "http://127.0.0.1:8080/in"}}`, signed, ""},
		"no secret":         {`{crm: {url: "` + address + `"}}`, nil, "LEADLOOP_WEBHOOK_SECRET_CRM: is missing"},
		"a short secret":    {`{crm: {url: "` + address + `"}}`, []string{"LEADLOOP_WEBHOOK_SECRET_CRM=x"}, "is only 1 letters long"},
		"no address":        {`{crm: {events: [won]}}`, signed, `webhooks.crm.url: "" is not a web address`},
		"not encrypted":     {`{crm: {url: "http://crm.acme.com"}}`, signed, "is not encrypted"},
		"with a password":   {`{crm: {url: "https://me:secret@crm.acme.com"}}`, signed, "holds a name or a password"},
		"no such event":     {`{crm: {url: "` + address + `", events: [won, sold]}}`, signed, `webhooks.crm.events[1]: "sold" is not an event`},
		"a name":            {`{My CRM: {url: "` + address + `"}}`, nil, `"My CRM" cannot be the name of a webhook`},
		"a secret of none":  {``, signed, "LEADLOOP_WEBHOOK_SECRET_CRM: is not a setting"},
		"a misspelt member": {`{crm: {uri: "` + address + `"}}`, signed, "webhooks.crm.uri: line"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(string(configs.Reference()), "webhooks:\n", "webhooks: "+test.webhooks+"\n", 1)
			c, err := configs.Load(write(t, text), append(goodTokens(), test.environ...))
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v\nwant %s", err, test.want)
			}
			if strings.Contains(fmt.Sprintf("%+v %v", c, err), good) {
				t.Error("a secret can be printed")
			}
		})
	}
}
