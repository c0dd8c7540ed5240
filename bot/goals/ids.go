package goals

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	actionPlanSave   = "plan_save"    // the value is an encoded planToken
	actionPlanWhatIf = "plan_what_if" // opens a modal; the value is an encoded planToken
	ActionNew        = "goal_new"     // opens a modal; no value
	ActionShow       = "goal_show"    // the value is the number of a goal
	ActionEdit       = "goal_edit"    // opens a modal; the same
	actionTree       = "goal_tree"    // the same, or no value for all
	ActionRetire     = "goal_retire"  // the same
)

// The callback ids of modals.
const (
	callbackPlan       = "plan"
	callbackPlanWhatIf = "plan_what_if"
	callbackGoal       = "goal" // a new one, or that of the metadata
)
