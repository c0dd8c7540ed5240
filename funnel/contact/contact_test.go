package contact

import (
	"strings"
	"testing"
)

func TestNormaliseEmail(t *testing.T) {
	tests := []struct{ text, shown, key string }{
		{"anna@example.com", "anna@example.com", "anna@example.com"},
		{"  Anna@Example.COM ", "anna@example.com", "anna@example.com"},
		{"<mailto:Anna@example.com|anna@example.com>", "anna@example.com", "anna@example.com"},
		{"<mailto:anna@example.com>", "anna@example.com", "anna@example.com"},
		{"MAILTO:anna@example.com", "anna@example.com", "anna@example.com"},
		{"<anna@example.com>", "anna@example.com", "anna@example.com"},
		{"Anna Ek <anna+fair@example.com>", "anna+fair@example.com", "anna@example.com"},
		{"+fair@example.com", "+fair@example.com", "+fair@example.com"},
		{"an\u200bna@example.com\u00a0", "anna@example.com", "anna@example.com"},
		{"jörg@köln.example", "jörg@köln.example", "jörg@köln.example"},
		{"o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"},
	}
	for _, test := range tests {
		shown, key, err := NormaliseEmail(test.text)
		if err != nil || shown != test.shown || key != test.key {
			t.Errorf("NormaliseEmail(%q) = %q, %q, %v; want %q, %q", test.text, shown, key, err, test.shown, test.key)
		}
	}
	wrong := []string{
		"", "anna", "anna@", "@example.com", "anna@example", "a b@example.com", `"a b"@example.com`, "a@[1.2.3.4]", "a@1.2.3.4",
		"a@b..de", "a@-b.de", "a@b.de, c@d.de", "<mailto:a@b.de|a@b.de> x", strings.Repeat("a", 65) + "@example.com",
		"a@" + strings.Repeat("example.", 40) + "com",
	}
	for _, text := range wrong {
		if shown, _, err := NormaliseEmail(text); err == nil || !strings.Contains(err.Error(), "like anna@example.com") {
			t.Errorf("NormaliseEmail(%q) = %q, %v; want an error with an example", text, shown, err)
		}
	}
}

func FuzzNormaliseEmail(f *testing.F) {
	for _, seed := range []string{"anna@example.com", "<mailto:a+b@c.de|a@c.de>", "Anna <a@b.de>", `"a b"@c.de`, "jörg@köln.de"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown, key, err := NormaliseEmail(text)
		if err != nil {
			return
		}
		if again, againKey, err := NormaliseEmail(shown); err != nil || again != shown || againKey != key {
			t.Errorf("%q became %q (%q), and that %q (%q): %v", text, shown, key, again, againKey, err)
		}
		if strings.ContainsAny(key, " <>|") {
			t.Errorf("%q has the key %q", text, key)
		}
	})
}

func TestNormalisePhone(t *testing.T) {
	tests := []struct{ text, region, shown, key string }{
		{"+49 30 123456", "", "+49 30 123456", "+4930123456"},
		{"030 123456", "DE", "+49 30 123456", "+4930123456"},
		{"030/123 456", "de", "+49 30 123456", "+4930123456"},
		{"<tel:+4930123456|030 123456>", "US", "+49 30 123456", "+4930123456"},
		{"tel:+4930123456", "", "+49 30 123456", "+4930123456"},
		{"0049 30 123456", "", "+49 30 123456", "+4930123456"},
		{"0049 30 123456", "US", "+49 30 123456", "+4930123456"},
		{"+49 (0)30 123456", "", "+49 30 123456", "+4930123456"},
		{"(212) 736-5000 x12", "US", "+1 212-736-5000 ext. 12", "+12127365000"},
		{"030 123456", "", "030 123456", "030123456"},
		{"030 123456", "XX", "030 123456", "030123456"},
		{"(212) 736-5000 x12", "", "(212) 736-5000 x12", "2127365000"},
		{"+999 123456", "DE", "+999 123456", "+999123456"},
	}
	for _, test := range tests {
		shown, key, err := NormalisePhone(test.text, test.region)
		if err != nil || shown != test.shown || key != test.key {
			t.Errorf("NormalisePhone(%q, %q) = %q, %q, %v; want %q, %q", test.text, test.region, shown, key, err, test.shown, test.key)
		}
	}
	for _, text := range []string{"", "none", "12345", "1234567890123456", "call 030 123456", "+", "030 123456 or 040 123456", "555-FLOWERS", "2026-11-30", "30.11.2026", "2025/2026"} {
		if shown, _, err := NormalisePhone(text, "US"); err == nil || !strings.Contains(err.Error(), "like +49 30 123456") {
			t.Errorf("NormalisePhone(%q) = %q, %v; want an error with an example", text, shown, err)
		}
	}
}

func TestEmailDomain(t *testing.T) {
	for email, want := range map[string]string{"anna@Example.com": "example.com", "anna": "", "": ""} {
		if got := EmailDomain(email); got != want {
			t.Errorf("EmailDomain(%q) = %q, want %q", email, got, want)
		}
	}
	if !IsFreeMail("GMail.com") || IsFreeMail("example.com") || IsFreeMail("") {
		t.Error("free mail is mistaken")
	}
}

func TestNormaliseLinkedIn(t *testing.T) {
	const jane = "https://www.linkedin.com/in/jane-doe-123"
	for text, want := range map[string]string{
		jane:                                     jane,
		jane + "/?trk=public_profile&lipi=urn#x": jane,
		"linkedin.com/in/jane-doe-123":           jane,
		" http://de.linkedin.com/in/jane-doe-123/en ":                                 jane,
		"HTTPS://WWW.LinkedIn.com/IN/jane-doe-123/details/experience/":                jane,
		"https://m.linkedin.com/mwlite/in/jane-doe-123":                               jane,
		"<https://uk.linkedin.com/in/jane-doe-123?utm_source=share|Jane on LinkedIn>": jane,
		"<http://linkedin.com/in/jane-doe-123>":                                       jane,
		"www.linkedin.com/in/jürgen-müller":                                           "https://www.linkedin.com/in/j%C3%BCrgen-m%C3%BCller",
		"www.linkedin.com/in/j%C3%BCrgen-m%c3%bcller":                                 "https://www.linkedin.com/in/j%C3%BCrgen-m%C3%BCller",
		"linkedin.com/in/ACoAABcDeF":                                                  "https://www.linkedin.com/in/ACoAABcDeF",
		"https://www.linkedin.com/pub/jane-doe/1a/2b/3c4":                             "https://www.linkedin.com/pub/jane-doe/1a/2b/3c4",
	} {
		if got, err := NormaliseLinkedIn(text); err != nil || got != want {
			t.Errorf("NormaliseLinkedIn(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "jane-doe", "in/jane-doe", "linkedin.com", "linkedin.com/in/", "linkedin.com/company/acme", "linkedin.com/pub/dir/jane/doe",
		"linkedin.com/sales/lead/ACw,NAME", "https://lnkd.in/abc", "https://xing.com/in/jane", "https://notlinkedin.com/in/jane",
		"https://linkedin.com.evil.example/in/jane", "https://linkedin.com@evil.example/in/jane", "https://jane@linkedin.com/in/jane",
		"linkedin.com/in/jane doe", "linkedin.com/in/<b>", "linkedin.com/in/a%2Fb", "javascript:alert(1)//linkedin.com/in/x", "ftp://linkedin.com/in/x",
	} {
		if got, err := NormaliseLinkedIn(text); err == nil || !strings.Contains(err.Error(), "like linkedin.com/in/jane-doe") {
			t.Errorf("NormaliseLinkedIn(%q) = %q, %v; want an error with an example", text, got, err)
		}
	}
}

func FuzzNormaliseLinkedIn(f *testing.F) {
	for _, seed := range []string{"linkedin.com/in/jane", "<https://de.linkedin.com/in/j%C3%BC?x=1|Jane>", "//www.linkedin.com/pub/a/b/c/d", "@linkedin.com/in/x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := NormaliseLinkedIn(text)
		if err != nil {
			return
		}
		if again, err := NormaliseLinkedIn(got); err != nil || again != got {
			t.Errorf("%q became %q, and that %q: %v", text, got, again, err)
		}
		if !strings.HasPrefix(got, "https://www.linkedin.com/") || strings.ContainsAny(got, " <>|\"'`*~&") {
			t.Errorf("%q became %q, which is no safe link", text, got)
		}
	})
}
