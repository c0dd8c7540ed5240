package configs

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/httpserve"
)

// Webhook is another system that is told what becomes of leads.
type Webhook struct {
	// URL is where it is told.
	URL string `yaml:"url"`
	// Events are of what it hears, by their names without leadloop.lead; empty is all.
	Events []string `yaml:"events"`
	// Personal says that it also hears who the lead is.
	Personal bool `yaml:"personal"`
	// Secret is with what events are signed: LEADLOOP_WEBHOOK_SECRET_NAME.
	Secret Secret `yaml:"-"`
}

// Webhooks are those systems, by name.
type Webhooks map[string]Webhook

// Names are the webhooks in their order.
func (w Webhooks) Names() []string { return slices.Sorted(maps.Keys(w)) }

// webhookSecret is with what the events of a webhook are signed.
func webhookSecret(name string) tokenKind { return namedToken("LEADLOOP_WEBHOOK_SECRET", name) }

func (w Webhooks) readSecrets(ps *Problems, variables map[string]string) {
	for name, webhook := range w {
		webhook.Secret = readToken(ps, webhookSecret(name), variables)
		w[name] = webhook
	}
}

func (w Webhooks) variables() (names []string) {
	for name := range w {
		variable := webhookSecret(name).variable
		names = append(names, variable, variable+"_FILE")
	}

	return names
}

// events are the names by which a webhook asks for what it hears.
var events = []string{
	"logged", "handed_off", "accepted", "rejected", "qualified", "won", "lost", "disqualified", "recycled",
	"handed_back", "returned", "undone",
}

// EventNames are all that a webhook can ask for.
func EventNames() []string { return slices.Clone(events) }

func (w Webhooks) check(ps *Problems) {
	for _, name := range w.Names() {
		w[name].check(ps, name)
	}
}

func (w Webhook) check(ps *Problems, name string) {
	path := "webhooks." + name
	if !checkName(ps, path, name, "a webhook") {
		return
	}

	checkSecret(ps, webhookSecret(name), w.Secret.Reveal(), "webhooks."+name+" signs what it tells with it")
	u, err := url.Parse(w.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		ps.add(path+".url", "%s is not a web address; expected one such as https://crm.acme.com/leadloop", shown(w.URL))
	case u.Scheme == "http" && !httpserve.IsLoopback(u.Hostname()):
		ps.add(path+".url", "%s is not encrypted, so others could read it on its way; use https, or an address of this machine", shown(w.URL))
	case u.User != nil:
		ps.add(path+".url", "holds a name or a password; take it out: the receiver knows Leadloop by the signature")
	}

	for i, event := range w.Events {
		if !slices.Contains(events, event) {
			ps.add(indexed(path+".events", i), "%s is not an event; expected some of %s, or none for all", shown(event), strings.Join(events, ", "))
		}
	}
}
