package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/intake"
)

func table(t *testing.T, text string) *intake.Table {
	t.Helper()
	got, err := intake.ReadTable("x.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestColumnsAreFoundByTheirNames(t *testing.T) {
	type columns = map[intake.Field]int
	tests := []struct {
		name, header string
		given        []intake.Pair
		want         columns
		ignored      []string
	}{
		{
			"HubSpot's labels", "Record ID - Contact,First Name,Last Name,Email,Phone Number,Contact owner,Create Date,Lifecycle Stage,Original Source,Company Name,Marketing contact status", nil,
			columns{"external_id": 0, "first_name": 1, "last_name": 2, "email": 3, "phone": 4, "owner": 5, "created": 6, "stage": 7, "source": 8, "company": 9},
			[]string{"Marketing contact status"},
		},
		{
			"HubSpot's names", "hs_object_id,firstname,lastname,email,mobilephone,phone,lifecyclestage,hs_lead_status,createdate", nil,
			columns{"external_id": 0, "first_name": 1, "last_name": 2, "email": 3, "phone": 5, "stage": 6, "created": 8},
			[]string{"mobilephone", "hs_lead_status"},
		},
		{
			"Salesforce", "Id,Name,Company / Account,Email,Lead Status,LeadSource,CreatedDate,Lead Owner", nil,
			columns{"external_id": 0, "name": 1, "company": 2, "email": 3, "stage": 4, "source": 5, "created": 6, "owner": 7},
			nil,
		},
		{
			"of the company, HubSpot", "Email,Country/Region,Number of Employees,Industry,Tags", nil,
			columns{"email": 0, "country": 1, "employees": 2, "segment": 3, "tags": 4},
			nil,
		},
		{
			"of the company, Salesforce", "Email,Country,NumberOfEmployees,Industry", nil,
			columns{"email": 0, "country": 1, "employees": 2, "segment": 3},
			nil,
		},
		{"profiles, HubSpot", "Email,LinkedIn URL", nil, columns{"email": 0, "linkedin": 1}, nil},
		{"profiles, Apollo", "Email,Person Linkedin Url,Company Linkedin Url", nil, columns{"email": 0, "linkedin": 1}, []string{"Company Linkedin Url"}},
		{
			"what is given wins", "id,email,work mail,stage",
			[]intake.Pair{{Field: "email", Column: "Work-Mail"}, {Field: "stage", Column: ""}},
			columns{"external_id": 0, "email": 2},
			[]string{"email", "stage"},
		},
		{
			"an id is an external id only without a better one", "id,external_id", nil, columns{"external_id": 1}, []string{"id"},
		},
		{
			"a column is read once", "name,lead",
			[]intake.Pair{{Field: "company", Column: "name"}, {Field: "external_id", Column: "lead"}},
			columns{"company": 0, "external_id": 1},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := table(t, test.header+"\n").Map(intake.Leads, nil, test.given)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Columns); diff != "" {
				t.Errorf("columns (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.ignored, got.Ignored); diff != "" {
				t.Errorf("ignored (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMappingsThatDoNotFitAreExplained(t *testing.T) {
	const header = "First contact,Mail,Firm\n"
	tests := []struct {
		name         string
		kind         intake.Kind
		match, given string
		want         []string
	}{
		{"an unknown field", intake.Leads, "", "emial=Mail", []string{"--map emial=… is not a field (did you mean email?)", "external_id, name"}},
		{"a missing column", intake.Leads, "", "email=Mial", []string{"email=Mial names a column that x.csv does not have (did you mean Mail?)", "First contact, Mail, Firm"}},
		{"both at once", intake.Leads, "", "emial=Mail,company=Company", []string{"emial", "company=Company"}},
		{"a field of the other kind", intake.Leads, "", "metric=Mail", []string{"--map metric=… is not a field"}},
		{"a field twice", intake.Leads, "", "email=Mail,email=Firm", []string{"email is given twice"}},
		{"nobody", intake.Leads, "", "created=First contact", []string{"no column that says who the leads are"}},
		{"no end", intake.Outcomes, "email=Mail", "", []string{"no column that says when a lead was won or lost"}},
		{"a match that matches nothing", intake.Outcomes, "company=Firm", "", []string{"--match company=… is not a field; there are external_id, email, phone"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := table(t, header).Map(test.kind, pairs(t, test.match), pairs(t, test.given))
			for _, want := range test.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v; want an error with %q", err, want)
				}
			}
		})
	}
}

func pairs(t *testing.T, text string) []intake.Pair {
	t.Helper()
	if text == "" {
		return nil
	}
	got, err := intake.ParsePairs(text)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestPairs(t *testing.T) {
	got, err := intake.ParsePairs(`created=first_contact_date, external_id = mql_id,"source=Origin, first",stage=`)
	want := []intake.Pair{{"created", "first_contact_date"}, {"external_id", "mql_id"}, {"source", "Origin, first"}, {"stage", ""}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, text := range []string{"", "created", `"a`, "a=b,c"} {
		if got, err := intake.ParsePairs(text); err == nil {
			t.Errorf("ParsePairs(%q) = %v; want an error", text, got)
		}
	}
}

// TestColumnsAreDescribed: every column that is read is named, those by which
// outcomes find their leads first, and so is each that is not.
func TestColumnsAreDescribed(t *testing.T) {
	imp, err := intake.Prepare(table(t, "who,yes,colour\nann@x.com,2018-03-01,red\n"), intake.Options{
		Kind: intake.Outcomes, Match: pairs(t, "email=who"), Map: pairs(t, "won=yes"),
	})
	if err != nil {
		t.Fatal(err)
	}

	var told strings.Builder
	if err := imp.Describe(&told); err != nil {
		t.Fatal(err)
	}

	const want = "  email         from who, such as “ann@x.com”\n" +
		"  won           from yes, such as “2018-03-01”\n" +
		"  not read      colour\n"
	if diff := cmp.Diff(want, told.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
