package view

import (
	"strings"

	"github.com/leadloop/leadloop/funnel"
)

// commands are the words of Slack for what the rules refer to.
var commands = map[funnel.Task]string{
	funnel.ToFindLeads:        "/lead find",
	funnel.ToListOwnLeads:     "/lead mine",
	funnel.ToShowLead:         "/lead show",
	funnel.ToShowLeadHistory:  "/lead history",
	funnel.ToEditLead:         "/lead show", // behind a button of it
	funnel.ToHandOffLead:      "/lead handoff",
	funnel.ToAcceptLead:       "/lead accept",
	funnel.ToRejectLead:       "/lead reject",
	funnel.ToDisputeRejection: "/lead dispute",
	funnel.ToAskAboutLead:     "/lead ask",
	funnel.ToAnswerAboutLead:  "/lead answer",
	funnel.ToQualifyLead:      "/lead qualify",
	funnel.ToWinLead:          "/lead won",
	funnel.ToLoseLead:         "/lead lost",
	funnel.ToRecycleLead:      "/lead recycle",
	funnel.ToHandBackLead:     "/lead handback",
	funnel.ToAssignLead:       "/lead assign",
	funnel.ToSnoozeLead:       "/lead snooze",
	funnel.ToUndoLast:         "/lead undo",
	funnel.ToListLeadTasks:    "/lead help",

	funnel.ToListGoals:    "/goal list",
	funnel.ToShowGoal:     "/goal show",
	funnel.ToShowGoalTree: "/goal tree",
	funnel.ToSetGoal:      "/goal set",
	funnel.ToEditGoal:     "/goal edit",
	funnel.ToRetireGoal:   "/goal retire",
	funnel.ToPlanGoals:    "/goal plan",
	funnel.ToLogFigure:    "/goal log",
	funnel.ToDefineMetric: "/goal metric new",
	funnel.ToListMetrics:  "/goal metric list",
	funnel.ToRetireMetric: "/goal metric retire",

	funnel.ToListCampaigns:    "/campaign list",
	funnel.ToSetUpCampaign:    "/campaign new",
	funnel.ToEditCampaign:     "/campaign edit",
	funnel.ToNoteSpend:        "/campaign spend",
	funnel.ToForecastCampaign: "/campaign what-if",

	funnel.ToShowDefinition:    "/loop definition",
	funnel.ToProposeDefinition: "/loop definition propose",
	funnel.ToCompareDraft:      "/loop definition diff",
	funnel.ToWithdrawDraft:     "/loop definition withdraw",
	funnel.ToListDisputes:      "/loop disputes",
	funnel.ToPlanLeave:         "/loop away until",
	funnel.ToEndLeave:          "/loop back",
	funnel.ToPreviewDigest:     "/loop digest preview",
	funnel.ToPostDigest:        "/loop digest now",
	funnel.ToListReminders:     "/loop nudges",
	funnel.ToEndReminders:      "/loop nudges off",
	funnel.ToTryOtherTerms:     "/loop what-if",
	funnel.ToShowRouting:       "/loop routing",
	funnel.ToExplainRoute:      "/loop routing why",
	funnel.ToSetUpPool:         "/loop pool new",
	funnel.ToEditPool:          "/loop pool edit",
	funnel.ToOrderPools:        "/loop pool order",
	funnel.ToRemovePool:        "/loop pool remove",
}

// Way says how a task is done in Slack, for whoever reads it there: as code, which an error on a field of a modal and
// programs have to do without.
func Way(w funnel.Way) string {
	command := "`" + strings.Join(append([]string{commands[w.Task]}, w.Args...), " ") + "`"
	if w.Task == funnel.ToEditLead {
		return "the Edit button of " + command
	}
	return command
}

// WayFromOutside says the same to who reads it elsewhere, for tasks that can be done in Slack alone.
func WayFromOutside(w funnel.Way) string { return Way(w) + " in Slack" }
