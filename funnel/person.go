package funnel

import "slices"

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

// Program is the person of everything that Leadloop does by itself.
func Program() Person { return Person{ID: Leadloop} }

// In says whether the person is in a team.
func (p Person) In(team Team) bool { return slices.Contains(p.Teams, team) }

// Member says whether the person is in any team, or an admin.
func (p Person) Member() bool { return len(p.Teams) > 0 || p.Admin }

// actsFor says whether the person may do a team's part: its members, and
// admins.
func (p Person) actsFor(team Team) bool { return p.In(team) || p.Admin }

// Overseer is who hears of a promise of sales that was not kept: the sales
// manager, or the intake owner where there is none, or where the manager is
// the very person who is late. It may be empty: then nobody else can hear.
func (r Roster) Overseer(late UserID) UserID {
	for _, id := range []UserID{r.SalesManager, r.IntakeOwner} {
		if id != "" && id != late {
			return id
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
