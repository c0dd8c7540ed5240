package configs

import (
	"maps"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Intake is the HTTP door for other programs. Who knocks shows a token, which
// comes only from the environment or a file that it names.
type Intake struct {
	// Listen is the host and port; empty means that the door is closed.
	Listen string `yaml:"listen" env:"LISTEN"`
	// Sources bring leads, by their name: that of their leads' source, and of their token.
	Sources map[string]Source `yaml:"sources" env:"-"`
	// Token is what programs show that bring figures: LEADLOOP_INTAKE_TOKEN.
	Token Secret `yaml:"-"`
}

// Source brings leads through the door.
type Source struct {
	// Marketer is whose leads they are; empty is the intake owner.
	Marketer string `yaml:"marketer"`
	// Campaign is that of leads that name none.
	Campaign string `yaml:"campaign"`
	// Origins are the web pages that may send a form, as browsers name them: their token is public.
	Origins []string `yaml:"origins"`
	// Thanks is the page that a browser is led to after a form was sent; empty is a sentence of thanks.
	Thanks string `yaml:"thanks"`
	// Token is what the source shows or, of a program that signs, signs with: LEADLOOP_INTAKE_TOKEN_NAME.
	Token Secret `yaml:"-"`
}

// SourceNames are the sources in their order.
func (i Intake) SourceNames() []string { return slices.Sorted(maps.Keys(i.Sources)) }

// intakeToken is what programs show that bring figures.
var intakeToken = tokenKind{variable: "LEADLOOP_INTAKE_TOKEN", name: "a long random text"}

// sourceToken is what a source of leads shows.
func sourceToken(name string) tokenKind { return namedToken(intakeToken.variable, name) }

// namedToken is one of several that begin alike.
func namedToken(variable, name string) tokenKind {
	return tokenKind{
		variable: variable + "_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_")), name: intakeToken.name,
	}
}

// readTokens reads what shows who knocks.
func (i *Intake) readTokens(ps *Problems, variables map[string]string) {
	i.Token = readToken(ps, intakeToken, variables)
	for name, source := range i.Sources {
		source.Token = readToken(ps, sourceToken(name), variables)
		i.Sources[name] = source
	}
}

// variables are those that hold the tokens, and say where they stand.
func (i Intake) variables() []string {
	names := []string{intakeToken.variable, intakeToken.variable + "_FILE"}
	for source := range i.Sources {
		variable := sourceToken(source).variable
		names = append(names, variable, variable+"_FILE")
	}

	return names
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`)

const maxPlainName = 40

// checkName says whether something can be called that: a part of a variable's name is made of it.
func checkName(ps *Problems, path, name, what string) bool {
	if plainName.MatchString(name) && len(name) <= maxPlainName {
		return true
	}

	ps.add(path, "%s cannot be the name of %s; expected up to %d small letters, digits and hyphens, such as website-form", shown(name), what, maxPlainName)
	return false
}

const doorAsks = "intake.listen opens a door that asks for it"

func (i Intake) check(ps *Problems) {
	if i.Listen == "" {
		if len(i.Sources) > 0 {
			ps.add("intake.listen", "is empty, so intake.sources can bring nothing; set it to HOST:PORT such as 127.0.0.1:9478, or take the sources out")
		}

		return
	}

	const wanted = "expected HOST:PORT such as 127.0.0.1:9478, or nothing to keep the door closed"
	_, port, err := net.SplitHostPort(i.Listen)
	if err != nil {
		ps.add("intake.listen", "%s is not an address to listen on; %s", shown(i.Listen), wanted)
	} else if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		ps.add("intake.listen", "%s has no usable port; %s", shown(i.Listen), wanted)
	}

	if token := i.Token.Reveal(); token != "" || len(i.Sources) == 0 {
		checkSecret(ps, intakeToken, token, doorAsks)
	}

	shownBy := map[string]string{i.Token.Reveal(): intakeToken.variable}
	for _, name := range i.SourceNames() {
		source := i.Sources[name]
		source.check(ps, name)
		token := source.Token.Reveal()
		if other, twice := shownBy[token]; twice && token != "" {
			ps.add(sourceToken(name).variable, "is the same as %s; each needs a token of its own, or nobody can tell who knocks", other)
		}

		shownBy[token] = sourceToken(name).variable
	}
}

func (s Source) check(ps *Problems, name string) {
	path := "intake.sources." + name
	if !checkName(ps, path, name, "a source") {
		return
	}

	checkSecret(ps, sourceToken(name), s.Token.Reveal(), doorAsks)
	if s.Marketer != "" {
		checkUserShape(ps, path+".marketer", s.Marketer)
	}

	for n, origin := range s.Origins {
		if !isOrigin(origin) {
			ps.add(indexed(path+".origins", n), "%s is not where a web page comes from; expected scheme and host alone, such as https://www.acme.com", shown(origin))
		}
	}

	if s.Thanks == "" {
		return
	}

	if u, err := url.Parse(s.Thanks); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		ps.add(path+".thanks", "%s is not the address of a page; expected one such as https://www.acme.com/thanks, or nothing", shown(s.Thanks))
	} else if len(s.Origins) == 0 {
		ps.add(path+".thanks", "is for forms on web pages; set %s.origins to where they come from, or take it out", path)
	}
}

// isOrigin says whether a text is as browsers send it: scheme, host, and a port if it is not the scheme's.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return false
	}

	return text == u.Scheme+"://"+strings.ToLower(u.Host)
}

// minTokenLength keeps the token from being guessed.
const minTokenLength = 24

func checkSecret(ps *Problems, kind tokenKind, secret, why string) {
	switch {
	case secret == "":
		ps.add(kind.variable, "is missing, and %s; set it, or %s_FILE, to %s, such as `openssl rand -hex 32` prints", why, kind.variable, kind.name)
	case strings.ContainsAny(secret, " \t\r\n"):
		ps.add(kind.variable, "contains blanks or line breaks; expected %s without any", kind.name)
	case len(secret) < minTokenLength:
		ps.add(kind.variable, "is only %d letters long; expected at least %d, such as `openssl rand -hex 32` prints", len(secret), minTokenLength)
	}
}
