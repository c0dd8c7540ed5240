package fault

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Task is something that people do with Leadloop. Rules name tasks and never how they are done: each face has its own
// words for that, such as a command in Slack.
type Task uint8

// The tasks that texts of the rules refer to. Behind a task stands what a text may say with it, where that is more than
// the name of a thing; in the order in which it is said.
const (
	ToFindLeads Task = iota + 1
	ToListOwnLeads
	ToShowLead
	ToShowLeadHistory
	ToEditLead
	ToHandOffLead // a lead, to whom
	ToAcceptLead
	ToRejectLead // a lead, a reason
	ToDisputeRejection
	ToAskAboutLead
	ToAnswerAboutLead
	ToQualifyLead
	ToWinLead
	ToLoseLead       // a lead, a reason
	ToDisqualifyLead // a lead, a reason
	ToRecycleLead
	ToHandBackLead
	ToAssignLead // a lead, to whom
	ToSnoozeLead
	ToUndoLast
	ToListLeadTasks

	ToListGoals
	ToShowGoal
	ToShowGoalTree
	ToSetGoal
	ToEditGoal
	ToRetireGoal
	ToPlanGoals
	ToLogFigure // a metric, a value, and the option week or day
	ToDefineMetric
	ToListMetrics
	ToRetireMetric

	ToListCampaigns
	ToSetUpCampaign
	ToEditCampaign
	ToNoteSpend
	ToForecastCampaign

	ToShowDefinition
	ToProposeDefinition
	ToCompareDraft
	ToWithdrawDraft
	ToListDisputes
	ToPlanLeave // the first day back
	ToEndLeave
	ToPreviewDigest
	ToPostDigest
	ToListReminders
	ToEndReminders // of a kind
	ToTryOtherTerms
	ToShowRouting
	ToExplainRoute
	ToSetUpPool
	ToEditPool
	ToOrderPools
	ToRemovePool

	noMoreTasks
)

// ToGive is to give options. It is no task of its own: the sentence says for what.
const ToGive = noMoreTasks

// Tasks lists every task.
func Tasks() []Task {
	var all []Task
	for task := ToFindLeads; task < noMoreTasks; task++ {
		all = append(all, task)
	}

	return all
}

// Way tells how a task is done. Args are said in this order.
type Way struct {
	Task Task
	Args []Arg
}

// Arg is what is said with a task: a value, or an option, which has a name. Where an option has no value, the sentence
// is about the option itself.
type Arg struct{ Name, Value string }

// Option is an argument that has a name.
func Option(name string, value any) Arg { return Arg{Name: name, Value: fmt.Sprint(value)} }

// String names an option in a text of the rules. How it is worded is decided where the text is shown.
func (a Arg) String() string { return ToGive.Way(a) }

// The runes that enclose a way in a text, the one that stands before each of its arguments, and the one between the
// name of an option and its value.
const (
	wayOpen, wayClose = '\uE004', '\uE005'
	wayArgument       = '\uE006'
	wayOption         = '\uE007'
)

// Way tells, in a text of the rules, how the task is done. How that is worded is decided where the text is shown; it
// reads as the name of a thing does: "… shows them", "close it with …", "such as …".
func (t Task) Way(args ...any) string {
	var token strings.Builder
	token.WriteString(string(wayOpen) + strconv.Itoa(int(t)))

	for _, arg := range args {
		token.WriteString(string(wayArgument))
		if option, named := arg.(Arg); named {
			token.WriteString(option.Name + string(wayOption))
			arg = option.Value
		}

		token.WriteString(strings.Map(withoutTokens, fmt.Sprint(arg)))
	}

	return token.String() + string(wayClose)
}

// withoutTokens keeps what somebody wrote from ending a token.
func withoutTokens(r rune) rune {
	if unicode.Is(unicode.Co, r) {
		return -1
	}

	return r
}

func parseWay(content string) (Way, bool) {
	parts := strings.Split(content, string(wayArgument))
	task, err := strconv.ParseUint(parts[0], 10, 8)
	if err != nil || task == 0 || Task(task) > ToGive {
		return Way{}, false
	}

	way := Way{Task: Task(task)}
	for _, part := range parts[1:] {
		name, value, named := strings.Cut(part, string(wayOption))
		if !named {
			name, value = "", part
		}

		way.Args = append(way.Args, Arg{name, value})
	}

	return way, true
}
