package kit

import (
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// commands are the words of Slack for what the rules refer to.
var commands = map[fault.Task]string{
	fault.ToFindLeads:        "/lead find",
	fault.ToListOwnLeads:     "/lead mine",
	fault.ToShowLead:         "/lead show",
	fault.ToShowLeadHistory:  "/lead history",
	fault.ToEditLead:         "/lead show", // behind a button of it
	fault.ToHandOffLead:      "/lead handoff",
	fault.ToAcceptLead:       "/lead accept",
	fault.ToRejectLead:       "/lead reject",
	fault.ToDisputeRejection: "/lead dispute",
	fault.ToAskAboutLead:     "/lead ask",
	fault.ToAnswerAboutLead:  "/lead answer",
	fault.ToQualifyLead:      "/lead qualify",
	fault.ToWinLead:          "/lead won",
	fault.ToLoseLead:         "/lead lost",
	fault.ToDisqualifyLead:   "/lead disqualify",
	fault.ToRecycleLead:      "/lead recycle",
	fault.ToHandBackLead:     "/lead handback",
	fault.ToAssignLead:       "/lead assign",
	fault.ToSnoozeLead:       "/lead snooze",
	fault.ToUndoLast:         "/lead undo",
	fault.ToListLeadTasks:    "/lead help",

	fault.ToListGoals:    "/goal list",
	fault.ToShowGoal:     "/goal show",
	fault.ToShowGoalTree: "/goal tree",
	fault.ToSetGoal:      "/goal set",
	fault.ToEditGoal:     "/goal edit",
	fault.ToRetireGoal:   "/goal retire",
	fault.ToPlanGoals:    "/goal plan",
	fault.ToLogFigure:    "/goal log",
	fault.ToDefineMetric: "/goal metric new",
	fault.ToListMetrics:  "/goal metric list",
	fault.ToRetireMetric: "/goal metric retire",

	fault.ToListCampaigns:    "/campaign list",
	fault.ToSetUpCampaign:    "/campaign new",
	fault.ToEditCampaign:     "/campaign edit",
	fault.ToNoteSpend:        "/campaign spend",
	fault.ToForecastCampaign: "/campaign what-if",

	fault.ToShowDefinition:    "/loop definition",
	fault.ToProposeDefinition: "/loop definition propose",
	fault.ToCompareDraft:      "/loop definition diff",
	fault.ToWithdrawDraft:     "/loop definition withdraw",
	fault.ToListDisputes:      "/loop disputes",
	fault.ToPlanLeave:         "/loop away until",
	fault.ToEndLeave:          "/loop back",
	fault.ToPreviewDigest:     "/loop digest preview",
	fault.ToPostDigest:        "/loop digest now",
	fault.ToListReminders:     "/loop nudges",
	fault.ToEndReminders:      "/loop nudges off",
	fault.ToTryOtherTerms:     "/loop what-if",
	fault.ToShowRouting:       "/loop routing",
	fault.ToExplainRoute:      "/loop routing why",
	fault.ToSetUpPool:         "/loop pool new",
	fault.ToEditPool:          "/loop pool edit",
	fault.ToOrderPools:        "/loop pool order",
	fault.ToRemovePool:        "/loop pool remove",
}

// Way says how a task is done in Slack, or how options are given, for whoever reads it there: as code, which an error
// on a field of a modal and programs have to do without.
func Way(w fault.Way) string {
	words := Each(w.Args, argument)
	if command := commands[w.Task]; command != "" {
		words = append([]string{command}, words...)
	}

	command := "`" + strings.Join(words, " ") + "`"
	if w.Task == fault.ToEditLead {
		return "the Edit button of " + command
	}

	return command
}

func argument(arg fault.Arg) string {
	if arg.Name == "" {
		return arg.Value
	}

	return arg.Name + "=" + arg.Value
}

// WayFromOutside says the same to who reads it elsewhere, for tasks that can be done in Slack alone.
func WayFromOutside(w fault.Way) string { return Way(w) + " in Slack" }
