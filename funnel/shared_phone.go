package funnel

import (
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Among says which of the leads with a telephone number an enquiry with it is of. Of one lead it is that one's. Where
// several have it, as colleagues behind a switchboard do, the name decides, and the company where no name is given; a
// name that none of them has is somebody new. What remains open is asked, never guessed.
func (in Cleaned) Among(reached []Lead) (Lead, bool, error) {
	switch len(reached) {
	case 0:
		return Lead{}, false, nil
	case 1:
		return reached[0], true, nil
	}

	alike := reached
	if in.Name != "" {
		alike = those(alike, func(l Lead) bool { return strings.EqualFold(l.Name, in.Name) })
		if len(alike) == 0 {
			return Lead{}, false, nil
		}
	}

	if len(alike) > 1 && in.Company != "" {
		alike = those(alike, func(l Lead) bool { return strings.EqualFold(l.Company, in.Company) })
	}

	if len(alike) == 1 {
		return alike[0], true, nil
	}

	return Lead{}, false, sharedPhone(in.Phone, reached)
}

func those(leads []Lead, fits func(Lead) bool) (out []Lead) {
	for _, l := range leads {
		if fits(l) {
			out = append(out, l)
		}
	}

	return out
}

// mostNamed is how many leads with a number are named.
const mostNamed = 5

func sharedPhone(phone string, leads []Lead) error {
	var names []string
	for _, l := range leads[:min(len(leads), mostNamed)] {
		names = append(names, l.ID.String()+" ("+l.Who()+")")
	}

	return fault.Conflict("The number %s stands on several leads: %s. Whose enquiry is it? Nothing was done: give the name and the company as they are written there, or an e-mail address.", phone, strings.Join(names, ", "))
}
