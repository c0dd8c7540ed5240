package line

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
)

// read keeps the labels of links, but for one host.
func read(text string) Line {
	return Read(text, func(address string) bool { return strings.HasPrefix(address, "https://kept.test") })
}

func TestSlacksEscapesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"<@U1|ann> and <@U2>":                 "@ann and @U2",
		"see <#C1|general> or <#C2>":          "see #general or #C2",
		"<!here> <!subteam^S1|@sales>":        "@here @sales",
		"<!date^1700000000^{date}|Monday>":    "Monday",
		"a &lt;b&gt; &amp;amp; c":             "a <b> &amp; c",
		"<https://x.test/a?b=1&amp;c=2>":      "https://x.test/a?b=1&c=2",
		"“smart” ‘quotes’ „deutsch“":          `"smart" 'quotes' "deutsch"`,
		"zero\u200bwidth \u202eright\u202c":   "zerowidth right",
		"typed \uE010U9\uE011x\uE012 by hand": "typed U9x by hand",
	} {
		if got := read(text).String(); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestALineIsReadInTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                     {},
		" a\u00a0 b\tc ":                       {"a", "b", "c"},
		`a "b c" d`:                            {"a", `"b c"`, "d"},
		`need="a shop, soon" x`:                {`need="a shop, soon"`, "x"},
		`5" pipe and 6" pipe`:                  {`5"`, "pipe", "and", `6"`, "pipe"},
		`one " alone`:                          {"one", `"`, "alone"},
		"<tel:+4930123456|+49 30 123456> x":    {"+49 30 123456", "x"},
		"<@U1|Ann Lee> and <@U2>, <@ann>":      {"@Ann Lee", "and", "@U2,", "@ann"},
		"<https://x.test|the site>":            {"the site"},
		"<https://kept.test/a|the site> there": {"https://kept.test/a", "there"},
	} {
		got := []string{}
		for _, token := range read(text) {
			got = append(got, token.Text())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

func TestWhomATokenMentions(t *testing.T) {
	for text, want := range map[string]string{
		"<@U1|ann>": "U1", "(<@U1|ann>),": "U1", "<@U1|ann>.": "U1", `"<@U1|ann>"`: "U1",
		"@ann": "", "<@U1|ann>'s": "", "<@ann>": "", "ann": "",
	} {
		user, ok := read(text)[0].Person()
		if string(user) != want || ok != (want != "") {
			t.Errorf("%q mentions %q, %v", text, user, ok)
		}
	}
	for text, want := range map[string]bool{"@ann": true, "<!here>": true, "<@U1|ann>": false, "@": false, "ann@x.test": false} {
		if got := read(text)[0].Unknown(); got != want {
			t.Errorf("%q unknown: %v", text, got)
		}
	}
}

func TestOptionsGoAsFarAsTheyShould(t *testing.T) {
	set := Options{"source": OneWord, "need": TheRest, "until": OneDate, "tags": OneList}
	sunday := calendar.Date{Year: 2026, Month: time.November, Day: 22}
	for _, test := range []struct {
		text, rest string
		want       map[string]string
	}{
		{"source=web Jane", "Jane", map[string]string{"source": "web"}},
		{"Jane SOURCE = web shop", "Jane shop", map[string]string{"source": "web"}},
		{`source= "trade fair", x`, `x`, map[string]string{"source": "trade fair"}},
		{"need=a new shop source=web x", "x", map[string]string{"need": "a new shop", "source": "web"}},
		{`need="a shop" soon`, "soon", map[string]string{"need": "a shop"}},
		{"until=in 3 days call", "call", map[string]string{"until": "in 3 days"}},
		{"until=3 Nov 2027 later", "later", map[string]string{"until": "3 Nov 2027"}},
		{"until=soon later", "later", map[string]string{"until": "soon"}},
		{"source= need=", "", map[string]string{"source": "", "need": ""}},
		{"see https://x.test/?source=1", "see https://x.test/?source=1", map[string]string{}},
	} {
		rest, given, err := set.CutOn(sunday, read(test.text))
		if diff := cmp.Diff(test.want, given.Texts()); diff != "" || rest.Text() != test.rest || err != nil {
			t.Errorf("%q leaves %q (-want +got)\n%s", test.text, rest.Text(), diff)
		}
	}
	for text, want := range map[string]string{
		"source=web source=fair": "Which is meant, `source=web` or `source=fair`?", "need=a b source=x need=c": "Which is meant, `need=a b` or `need=c`?",
		"source=web source=": "Which is meant, `source=web` or `source=`?", "source=web SOURCE=Web": "",
	} {
		if _, _, err := set.Cut(read(text)); !strings.HasPrefix(fault.UserText(err), want) || want == "" && err != nil {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if name, found := read(`see https://x.test/?a=b "c=d" e=f`).Stray(); name != "e" || !found {
		t.Errorf("the stray option is %q, %v", name, found)
	}
}

func TestPartsStandBetweenCommas(t *testing.T) {
	set := Options{"need": TheRest, "tags": OneList}
	for text, want := range map[string]string{
		"Jane Doe,Acme; x":            "Jane Doe|Acme|x",
		`need="a, b", c`:              `need="a, b"|c`,
		"tags=a,b;c, Acme":            "tags=a,b,c|Acme",
		"Acme, tags = a,b":            "Acme|tags=a,b",
		"<http://x.test|Acme, Inc>,y": "Acme, Inc|y",
		" , ":                         "|",
	} {
		var parts []string
		for _, part := range set.Parts(read(text)) {
			parts = append(parts, part.String())
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
