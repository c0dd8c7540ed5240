package goals

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	ActionPlanSave   = "plan_save"    // the value is an encoded PlanToken
	ActionPlanWhatIf = "plan_what_if" // opens a modal; the value is an encoded PlanToken
	ActionGoalNew    = "goal_new"     // opens a modal; no value
	ActionGoalShow   = "goal_show"    // the value is the number of a goal
	ActionGoalEdit   = "goal_edit"    // opens a modal; the same
	ActionGoalTree   = "goal_tree"    // the same, or no value for all
	ActionGoalRetire = "goal_retire"  // the same
)

// The callback ids of modals.
const (
	CallbackPlan       = "plan"
	CallbackPlanWhatIf = "plan_what_if"
	CallbackGoal       = "goal" // a new one, or that of the metadata
)
