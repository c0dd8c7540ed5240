package funnel

import (
	"slices"
	"time"
)

// Roster says who belongs to which team and who hears what nobody else
// would. Members are in the order in which they were written down.
type Roster struct {
	Marketing, Sales, Leadership, Admins []UserID
	SalesManager                         UserID
	MarketingSigner, SalesSigner         UserID // who agree to the lead definition
	IntakeOwner                          UserID
}

// Person is somebody at the moment of an act, with what they may do.
type Person struct {
	ID      UserID
	Teams   []Team
	Manager bool // of sales
	Admin   bool
}

// Person looks somebody up. A stranger has no team and may do nothing.
func (r Roster) Person(id UserID) Person {
	p := Person{ID: id, Manager: id != "" && id == r.SalesManager, Admin: slices.Contains(r.Admins, id)}
	for _, member := range []struct {
		team Team
		ids  []UserID
	}{{Marketing, r.Marketing}, {Sales, r.Sales}, {Leadership, r.Leadership}} {
		if slices.Contains(member.ids, id) {
			p.Teams = append(p.Teams, member.team)
		}
	}
	if p.Manager && !p.In(Sales) {
		p.Teams = append(p.Teams, Sales)
	}
	return p
}

// Members are all who are in a team, or admins, each once.
func (r Roster) Members() []UserID {
	var all []UserID
	for _, id := range slices.Concat(r.Sales, []UserID{r.SalesManager}, r.Marketing, r.Leadership, r.Admins) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// Program is the person of everything that Leadloop does by itself.
func Program() Person { return Person{ID: Leadloop} }

// In says whether the person is in a team.
func (p Person) In(team Team) bool { return slices.Contains(p.Teams, team) }

// Member says whether the person is in any team, or an admin.
func (p Person) Member() bool { return len(p.Teams) > 0 || p.Admin }

// actsFor says whether the person may do a team's part: its members, and
// admins.
func (p Person) actsFor(team Team) bool { return p.In(team) || p.Admin }

// Admit says why somebody may do and read nothing, if so: all that Leadloop
// knows is for those on the roster, and whoever of them asks may read it.
func (r Roster) Admit(p Person) error {
	if p.Member() {
		return nil
	}
	return Denied("You are not on a team in Leadloop yet, so this is not possible. Ask %s to add you under `teams` in the configuration.", r.askAdmin())
}

// Oversees says whether the person looks after what the whole team promised:
// the sales manager, the intake owner and admins.
func (r Roster) Oversees(p Person) bool {
	return p.Manager || p.Admin || p.ID != "" && p.ID == r.IntakeOwner
}

// Overseers are all of those.
func (r Roster) Overseers() []UserID {
	return slices.Concat([]UserID{r.SalesManager, r.IntakeOwner}, r.Admins)
}

// overseers are who can hear of what somebody else has not done, in the order
// in which they are asked: the sales manager, the intake owner, then
// leadership and the admins, so that there is somebody when both are away.
func (r Roster) overseers(late UserID) []UserID {
	all := slices.Concat([]UserID{r.SalesManager, r.IntakeOwner}, r.Leadership, r.Admins)
	return slices.DeleteFunc(all, func(id UserID) bool { return id == "" || id == late })
}

// Overseer is who hears of a promise that was not kept, or of whatever else
// would reach nobody: the first who is there. Where all are away, it is the
// first who will be back. It is empty only where the roster names nobody but
// the very person who is late.
func (s Staff) Overseer(late UserID, at time.Time) UserID {
	return s.firstThere(s.Roster.overseers(late), at)
}

func (s Staff) firstThere(all []UserID, at time.Time) UserID {
	for _, fits := range []func(UserID) bool{
		func(id UserID) bool { return s.Present(id, at) },
		func(id UserID) bool { return !s.People[id].Gone },
		func(UserID) bool { return true },
	} {
		if i := slices.IndexFunc(all, fits); i >= 0 {
			return all[i]
		}
	}
	return ""
}

// askManager names whom to ask for a lead that somebody else has.
func (r Roster) askManager() string {
	if r.SalesManager == "" {
		return r.askAdmin()
	}
	return r.SalesManager.Mentioned()
}

// askAdmin names whom to ask for a permission.
func (r Roster) askAdmin() string {
	if len(r.Admins) == 0 {
		return "an admin"
	}
	return r.Admins[0].Mentioned()
}
