package campaigns

import "github.com/leadloop/leadloop/bot/desk"

// handlers answer what people do here.
type handlers struct{ *desk.Desk }

// Feature is all that this room reacts to.
func Feature(d *desk.Desk) desk.Feature {
	h := handlers{d}
	return desk.Feature{
		Commands: []desk.Command{
			{
				Of: "/campaign", Word: "new", Usage: "[NAME] [channel=…] [from=…] [until=…] [budget=…] [goal=\"…\"] [why=\"…\"]",
				Example: "LogiMAT 2027 channel=event goal=\"mqls 2027-Q1\"", Run: h.setUp, Help: [][2]string{
					{"/campaign new", "a form for a new campaign; with a name behind it, the name is filled in"},
					{`/campaign new LogiMAT 2027 channel=event from=2027-03-09 until=2027-03-11 budget=12000 alias=logimat,utm_logimat audience="Operations managers" goal="mqls 2027-Q1" why="half of them buy within a year"`, "set one up in a line"},
				},
			},
			{
				Of: "/campaign", Word: "list", Usage: "[model=…] [by=…]", Example: "model=w by=audience", Run: h.list,
				Help: [][2]string{
					{"/campaign list", "what each brought and cost, then by channel, and what leads name that is not set up yet; by=audience and by=message show how these are received"},
				},
			},
			{
				Of: "/campaign", Word: "show", Usage: "NAME [model=…]", Example: "LogiMAT 2027 model=w", Run: h.show,
				Help: [][2]string{
					{"/campaign show LogiMAT 2027 model=w", "everything about one; the revenue by first touch, or by model=last, linear, u or w"},
				},
			},
			{
				Of: "/campaign", Word: "spend", Usage: "NAME AMOUNT [on=…] [note=\"…\"]",
				Example: "LogiMAT 2027 4500 on=2026-12-01", Run: h.spend, Help: [][2]string{
					{`/campaign spend LogiMAT 2027 4500 on=2026-12-01 note="stand rent"`, "what was spent; without a day, today; an amount below 0 takes back"},
				},
			},
			{
				Of: "/campaign", Word: "edit", Usage: "NAME [goal=\"…\"] [why=\"…\"] …",
				Example: "LogiMAT 2027 goal=\"mqls 2027-Q1\"", Run: h.edit, Help: [][2]string{
					{`/campaign edit LogiMAT 2027 goal="mqls 2027-Q1"`, "change what you give; without anything, a form; status=open opens a closed one again"},
				},
			},
			{
				Of: "/campaign", Word: "what-if", Usage: "channel=… cost=… [expects=… from=… until=…]",
				Example: "channel=event cost=20000", Run: h.whatIf, Help: [][2]string{
					{"/campaign what-if channel=event cost=20000", "should we? What that channel brought for its money so far says what to expect, and how sure that is; with `expects=400 from=2027-03-09 until=2027-03-11`, whether sales can take it"},
				},
			},
			{
				Of: "/campaign", Word: "capacity", Usage: "NAME", Example: "LogiMAT 2027", Run: h.capacity,
				Help: [][2]string{
					{"/campaign capacity LogiMAT 2027", "can sales take it? The leads that it expects (`expects=400`), against what each rep can take in its days"},
				},
			},
			{Of: "/campaign", Word: "close", Usage: "NAME", Example: "LogiMAT 2027", Run: h.close, Help: [][2]string{
				{"/campaign close LogiMAT 2027", "it has ended: no more leads link to it, and you see what it brought"},
			}},
		},
		Forms: map[string]desk.Route{
			CallbackEdit: {Run: h.submit},
		},
	}
}
