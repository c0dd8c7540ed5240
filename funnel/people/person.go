package people

import (
	"slices"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// Roster says who belongs to which team and who hears what nobody else
// would. Members are in the order in which they were written down.
type Roster struct {
	Marketing, Sales, Leadership, Admins []ref.UserID
	SalesManager                         ref.UserID
	MarketingSigner, SalesSigner         ref.UserID // who agree to the lead definition
	IntakeOwner                          ref.UserID
}

// Person is somebody at the moment of an act, with what they may do.
type Person struct {
	ID      ref.UserID
	Teams   []ref.Team
	Manager bool // of sales
	Admin   bool
}

// Person looks somebody up. A stranger has no team and may do nothing.
func (r Roster) Person(id ref.UserID) Person {
	p := Person{ID: id, Manager: id != "" && id == r.SalesManager, Admin: slices.Contains(r.Admins, id)}
	for _, member := range []struct {
		team ref.Team
		ids  []ref.UserID
	}{{ref.Marketing, r.Marketing}, {ref.Sales, r.Sales}, {ref.Leadership, r.Leadership}} {
		if slices.Contains(member.ids, id) {
			p.Teams = append(p.Teams, member.team)
		}
	}

	if p.Manager && !p.In(ref.Sales) {
		p.Teams = append(p.Teams, ref.Sales)
	}

	return p
}

// Members are all who are in a team, or admins, each once.
func (r Roster) Members() []ref.UserID {
	var all []ref.UserID
	for _, id := range slices.Concat(r.Sales, []ref.UserID{r.SalesManager}, r.Marketing, r.Leadership, r.Admins) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}

	return all
}

// Program is the person of everything that Leadloop does by itself.
func Program() Person { return Person{ID: ref.Leadloop} }

// In says whether the person is in a team.
func (p Person) In(team ref.Team) bool { return slices.Contains(p.Teams, team) }

// Member says whether the person is in any team, or an admin.
func (p Person) Member() bool { return len(p.Teams) > 0 || p.Admin }

// ActsFor says whether the person may do a team's part: its members, and
// admins.
func (p Person) ActsFor(team ref.Team) bool { return p.In(team) || p.Admin }

// Admit says why somebody may do and read nothing, if so: all that Leadloop
// knows is for those on the roster, and whoever of them asks may read it.
func (r Roster) Admit(p Person) error {
	if p.Member() {
		return nil
	}

	return fault.Denied("You are not on a team in Leadloop yet, so this is not possible. Ask %s to add you under `teams` in the configuration.", r.AskAdmin())
}

// Oversees says whether the person looks after what the whole team promised:
// the sales manager, the intake owner and admins.
func (r Roster) Oversees(p Person) bool {
	return p.Manager || p.Admin || p.ID != "" && p.ID == r.IntakeOwner
}

// Overseers are all of those.
func (r Roster) Overseers() []ref.UserID {
	return slices.Concat([]ref.UserID{r.SalesManager, r.IntakeOwner}, r.Admins)
}

// overseers are who can hear of what somebody else has not done, in the order
// in which they are asked: the sales manager, the intake owner, then
// leadership and the admins, so that there is somebody when both are away.
func (r Roster) overseers(late ref.UserID) []ref.UserID {
	all := slices.Concat([]ref.UserID{r.SalesManager, r.IntakeOwner}, r.Leadership, r.Admins)
	return slices.DeleteFunc(all, func(id ref.UserID) bool { return id == "" || id == late })
}

// Overseer is who hears of a promise that was not kept, or of whatever else
// would reach nobody: the first who is there. Where all are away, it is the
// first who will be back. It is empty only where the roster names nobody but
// the very person who is late.
func (s Staff) Overseer(late ref.UserID, at time.Time) ref.UserID {
	return s.FirstThere(s.Roster.overseers(late), at)
}

// FirstThere is the first who is there; where all are away, the first who is not gone.
func (s Staff) FirstThere(all []ref.UserID, at time.Time) ref.UserID {
	for _, fits := range []func(ref.UserID) bool{
		func(id ref.UserID) bool { return s.Present(id, at) },
		func(id ref.UserID) bool { return !s.People[id].Gone },
		func(ref.UserID) bool { return true },
	} {
		if i := slices.IndexFunc(all, fits); i >= 0 {
			return all[i]
		}
	}

	return ""
}

// AskManager names whom to ask for a lead that somebody else has.
func (r Roster) AskManager() string {
	if r.SalesManager == "" {
		return r.AskAdmin()
	}

	return r.SalesManager.Mentioned()
}

// AskAdmin names whom to ask for a permission.
func (r Roster) AskAdmin() string {
	if len(r.Admins) == 0 {
		return "an admin"
	}

	return r.Admins[0].Mentioned()
}

// Brings says which team a lead is brought by: that of whoever logged it, as
// the teams were when the journal was written, and marketing where somebody is
// in both. Nobody's are leads that were imported, and those logged by
// somebody who is in neither team.
func (r Roster) Brings(logged ref.UserID) ref.Team {
	by := r.Person(logged)
	for _, team := range []ref.Team{ref.Marketing, ref.Sales} {
		if by.In(team) {
			return team
		}
	}

	return ""
}

// Signers are those who agree to a definition, marketing's first; none where
// two different people are not named.
func (r Roster) Signers() []ref.UserID {
	if r.MarketingSigner == "" || r.SalesSigner == "" || r.MarketingSigner == r.SalesSigner {
		return nil
	}

	return []ref.UserID{r.MarketingSigner, r.SalesSigner}
}

// Unsigned are the signers of today who are not among the signatures.
func (r Roster) Unsigned(signatures []agreement.Signature) []ref.UserID {
	return slices.DeleteFunc(r.Signers(), func(id ref.UserID) bool { return agreement.SignedBy(signatures, id) })
}

// BothSigned says whether both teams have signed, each by its signer of today.
func (r Roster) BothSigned(signatures []agreement.Signature) bool {
	return len(r.Signers()) == 2 && len(r.Unsigned(signatures)) == 0
}

// Act is one deed: who does it, and when.
type Act struct {
	By Person
	At time.Time
}
