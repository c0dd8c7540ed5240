package e2e

import (
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// TestWhoseHomeIsNotKnownWritesNothing lets Slack not say who somebody is: a member of the team is not let in on trust,
// and the look-up is repeated by itself.
func TestWhoseHomeIsNotKnownWritesNothing(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya := w.User("priya").In("leads")
		w.FailNext("users.info "+priya.ID(), slacksim.FaultError("internal_error"), 2)
		priya.Runs("/lead log Ada Early, Acme, ada@acme.example").Expects("does not say just now who you are")
		passes(20 * time.Second)
		priya.Runs("/lead mine").Expects("no leads") // nothing was logged
		w.logs(priya, "Ada Later, Acme, ada@acme.example", "Ada Later")
	})
}

// TestAnotherWorkspaceOfTheOrganisationDoesNotWrite moves a member of the team to a workspace that only shares the
// organisation.
func TestAnotherWorkspaceOfTheOrganisationDoesNotWrite(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		passes(time.Minute)
		w.AddUser(slacksim.User{ID: marco, Name: "marco", RealName: "Marco Rossi", TZ: zone, TeamID: "T0SISTER"})
		passes(time.Second)
		for _, who := range []string{`"team_id":"T0LEADLOOP","user_id":"U0MARCO"`, `"team_id":"T0SISTER","enterprise_id":"E0ALL","user_id":"U0PRIYA"`} {
			w.SendFrame(`{"envelope_id":"` + who[11:17] + `","type":"slash_commands","accepts_response_payload":true,"payload":{` + who + `,
				"channel_id":"C0LEADS","command":"/lead","text":"log Ada Sister, Acme, ada@acme.example","trigger_id":"` + who[11:17] + `"}}`)
		}
		passes(time.Second)
		if status, err := w.daemon.Services().Status(t.Context()); err != nil || status.Leads != 0 {
			t.Errorf("%d leads were logged from another workspace, %v", status.Leads, err)
		}
	})
}

// TestEventsOfOtherWorkspacesEndNothing removes the app elsewhere, and revokes the token of another bot.
func TestEventsOfOtherWorkspacesEndNothing(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		w.WaitConnected(2)
		for id, payload := range map[string]string{
			"E1": `{"team_id":"T0OTHER","event_id":"Ev1","event":{"type":"app_uninstalled"}}`,
			"E2": `{"team_id":"T0OTHER","event_id":"Ev2","event":{"type":"tokens_revoked","tokens":{"bot":["U0LEADLOOP"]}}}`,
			"E3": `{"team_id":"T0LEADLOOP","event_id":"Ev3","event":{"type":"tokens_revoked","tokens":{"bot":["U0OTHERBOT"]}}}`,
			"E4": `{"team_id":"T0LEADLOOP","event_id":"Ev4","authorizations":[{"team_id":"T0OTHER"}],"event":{"type":"app_uninstalled"}}`,
		} {
			w.SendFrame(`{"envelope_id":"` + id + `","type":"events_api","payload":` + payload + `}`)
			if !w.Acked(id) {
				t.Errorf("%s was not acknowledged", id)
			}
		}
		passes(time.Second)
		w.User("priya").In("leads").Runs("/lead mine").Expects("no leads")
		select {
		case err := <-w.ended:
			t.Errorf("Leadloop ended with %v", err)
			w.ended <- err
		default:
		}
	})
}
