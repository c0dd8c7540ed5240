package agreement

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	ActionDefinitionAgree = "definition_agree" // the value is the number of a draft
	ActionDefinitionShow  = "definition_show"  // the same
	ActionDefinitionEdit  = "definition_edit"  // opens the modal of the draft; no value
	ActionWhatIf          = "what_if"          // the value is the number of a draft
	ActionDefinitionHolds = "definition_holds" // the value is the number of a version
)

// The callback ids of modals.
const (
	CallbackDefinition = "definition"
)
