package contact

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"github.com/leadloop/leadloop/funnel/fault"
)

// NormaliseEmail returns an e-mail address as it is shown and the key that finds the same mailbox again: in lower case,
// and the key without the +tag that a person may add. It understands what Slack makes of an address
// (<mailto:a@b.com|a@b.com>) and Name <a@b.com>.
func NormaliseEmail(text string) (shown, key string, err error) {
	address := fault.Tidy(text)
	if inner, ok := slackLink(address, "mailto:"); ok {
		address = inner
	}

	address = strings.TrimSpace(CutPrefixFold(address, "mailto:"))
	if len(address) > maxAddressed {
		return "", "", fmt.Errorf("%s is too long for an e-mail address. Write one like anna@example.com", fault.Quoted(text))
	}

	parsed, err := mail.ParseAddress(address)
	if err != nil {
		return "", "", fmt.Errorf("%q is not an e-mail address. Write one like anna@example.com", text)
	}

	shown = strings.ToLower(parsed.Address)
	local, domain := cutLast(shown, "@")
	if err := checkMailbox(local, domain); err != nil {
		return "", "", fmt.Errorf("%q is not an e-mail address: %w. Write one like anna@example.com", text, err)
	}

	untagged, _, tagged := strings.Cut(local, "+")
	if tagged && untagged != "" {
		local = untagged
	}

	return shown, local + "@" + domain, nil
}

// The lengths that RFC 5321 allows.
const (
	MaxMailbox     = 254
	maxMailboxName = 64
	maxAddressed   = 4 * MaxMailbox // with a name before it
)

var domainLabel = regexp.MustCompile(`^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$`)

func checkMailbox(local, domain string) error {
	if len(local) > maxMailboxName || len(local)+1+len(domain) > MaxMailbox {
		return errors.New("it is too long")
	}

	if strings.ContainsFunc(local, isOddInMailbox) {
		return errors.New("it has characters before the @ that mailboxes do not have")
	}

	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return fmt.Errorf("%q after the @ is not a full domain", domain)
	}

	for _, label := range labels {
		if !domainLabel.MatchString(label) {
			return fmt.Errorf("%q after the @ is not a domain", domain)
		}
	}

	if fault.OnlyDigits(labels[len(labels)-1]) {
		return fmt.Errorf("%q after the @ is not a domain", domain)
	}

	return nil
}

// isOddInMailbox finds what only quoted mailbox names may hold, and the bar of Slack's links. Nobody has such an
// address.
func isOddInMailbox(r rune) bool {
	return strings.ContainsRune(`"(),:;<>[]\@|`, r) || unicode.IsSpace(r) || !unicode.IsPrint(r)
}

// slackLink returns the address inside <scheme:address|label>.
func slackLink(text, scheme string) (string, bool) {
	inner, ok := strings.CutPrefix(text, "<")
	if !ok {
		return "", false
	}

	inner, ok = strings.CutSuffix(inner, ">")
	if !ok || CutPrefixFold(inner, scheme) == inner {
		return "", false
	}

	address, _, _ := strings.Cut(inner, "|")
	return CutPrefixFold(address, scheme), true
}

// CutPrefixFold takes a prefix off, in any letter case.
func CutPrefixFold(text, prefix string) string {
	if len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
		return text[len(prefix):]
	}

	return text
}

func cutLast(text, separator string) (before, after string) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, ""
	}

	return text[:at], text[at+len(separator):]
}

// EmailDomain returns what stands after the @, in lower case.
func EmailDomain(email string) string {
	_, domain := cutLast(email, "@")
	return strings.ToLower(strings.TrimSpace(domain))
}

// IsFreeMail says whether anybody can have a mailbox at the domain, so that it tells nothing about a company.
func IsFreeMail(domain string) bool {
	return slices.Contains(strings.Fields(freeMail), strings.ToLower(strings.TrimSpace(domain)))
}

const freeMail = `
	126.com 163.com aol.com arcor.de bigpond.com bluewin.ch btinternet.com comcast.net fastmail.com free.fr
	freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com
	hotmail.de hotmail.es hotmail.fr hotmail.it icloud.com interia.pl laposte.net libero.it live.co.uk live.com
	live.de live.fr live.nl mac.com mail.com mail.de mail.ru me.com msn.com naver.com o2.pl orange.fr outlook.com
	outlook.de outlook.fr pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com rediffmail.com
	rocketmail.com seznam.cz sfr.fr t-online.de terra.com.br tuta.com tutanota.com tutanota.de ukr.net uol.com.br
	verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com
	yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com ziggo.nl zoho.com
`

const (
	fewestPhoneDigits = 6
	mostPhoneDigits   = 15 // E.164
)

// phonePattern is digits with the marks that people put between them, and an extension.
var phonePattern = regexp.MustCompile(`(?i)^([+0-9().\-/–\s]*[0-9)])(?:\s*(?:ext\.?|extension|x|#)\s*[0-9]{1,7})?$`)

// NormalisePhone returns a telephone number as it is shown and the key that finds the same line again. A valid number
// is shown in the international way and its key is its E.164 form. A number that cannot be placed, for want of a
// country code and of a default region (such as DE) or because its range is not known here, is shown as it was written
// and its key is its digits. It understands what Slack makes of a number (<tel:+4930123456|030 123456>).
func NormalisePhone(text, defaultRegion string) (shown, key string, err error) {
	number := fault.Tidy(text)
	if inner, ok := slackLink(number, "tel:"); ok {
		number = inner
	}

	number = strings.TrimSpace(CutPrefixFold(number, "tel:"))
	if IsDate(number) {
		return "", "", fmt.Errorf("%q is a date, not a telephone number. Write digits with the country code, like +49 30 123456", text)
	}

	match := phonePattern.FindStringSubmatch(number)
	if match == nil {
		return "", "", fmt.Errorf("%q is not a telephone number. Write digits with the country code, like +49 30 123456", text)
	}

	if shown, key, ok := placedNumber(number, defaultRegion); ok {
		return shown, key, nil
	}

	key = phoneDigits(match[1])
	if digits := len(strings.TrimPrefix(key, "+")); digits < fewestPhoneDigits || digits > mostPhoneDigits {
		return "", "", fmt.Errorf("%q has %d digits. A telephone number has %d to %d, like +49 30 123456",
			text, digits, fewestPhoneDigits, mostPhoneDigits)
	}

	return number, key, nil
}

// placedNumber reads a number that belongs to a known range of a country. A leading 00 that the region itself does not
// understand, as in North America, can only stand for the +.
func placedNumber(number, region string) (shown, key string, ok bool) {
	parsed, err := phonenumbers.Parse(number, strings.ToUpper(region))
	if err == nil && phonenumbers.IsValidNumber(parsed) {
		return phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL), phonenumbers.Format(parsed, phonenumbers.E164), true
	}

	if international, found := strings.CutPrefix(number, "00"); found {
		return placedNumber("+"+international, region)
	}

	return "", "", false
}

// phoneDigits keeps the digits, and the + in front of them.
func phoneDigits(number string) string {
	digits := phonenumbers.NormalizeDigitsOnly(number)
	if strings.HasPrefix(number, "+") {
		return "+" + digits
	}

	return digits
}

// profilePaths are under what LinkedIn keeps people, and in how many parts; /pub/ is of old, and still redirects.
var profilePaths = map[string]int{"in": 1, "pub": 4}

// profilePart is a part of the path of a profile, as LinkedIn lets people choose it.
var profilePart = regexp.MustCompile(`^[\p{L}\p{M}\p{N}\p{So}_.-]{1,100}$`)

// NormaliseLinkedIn returns the address of a person's LinkedIn profile as it is kept: without what a country's host, an
// app, a language or a campaign adds to it. It understands what Slack makes of an address (<https://…|Jane>). The
// letters keep their case, because in some profiles it tells people apart. Pages of companies and posts are no
// profiles, and what is behind a short link cannot be seen.
func NormaliseLinkedIn(text string) (string, error) {
	address := fault.Tidy(text)
	for _, scheme := range []string{"https://", "http://"} {
		if inner, ok := slackLink(address, scheme); ok {
			address = inner
		}

		address = CutPrefixFold(address, scheme)
	}

	u, err := url.Parse("https://" + address)
	if err != nil {
		return "", notLinkedIn(text)
	}

	switch host := strings.ToLower(u.Host); {
	case host == "lnkd.in":
		return "", fmt.Errorf("%q is a short link, which does not say where it leads. Open it, and give the address of the "+
			"profile, like linkedin.com/in/jane-doe", text)
	case u.User != nil || host != "linkedin.com" && !strings.HasSuffix(host, ".linkedin.com"):
		return "", notLinkedIn(text)
	}

	path, ok := profilePath(u.EscapedPath())
	if !ok {
		return "", notLinkedIn(text)
	}

	return "https://www.linkedin.com/" + path, nil
}

func notLinkedIn(text string) error {
	return fmt.Errorf("%q is not the LinkedIn profile of a person. Give its address, like linkedin.com/in/jane-doe", text)
}

// profilePath is the part of a path that names a person.
func profilePath(path string) (string, bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "mwlite" { // on small phones
		parts = parts[1:]
	}

	if len(parts) == 0 {
		return "", false
	}

	under := strings.ToLower(parts[0])
	needs := profilePaths[under]
	if needs == 0 || len(parts) <= needs {
		return "", false
	}

	kept := []string{under}
	for _, escaped := range parts[1 : needs+1] {
		part, err := url.PathUnescape(escaped)
		if err != nil || !profilePart.MatchString(part) {
			return "", false
		}

		kept = append(kept, url.PathEscape(part))
	}

	return strings.Join(kept, "/"), true
}
