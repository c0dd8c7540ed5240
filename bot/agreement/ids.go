package agreement

// The action ids of buttons and menus. Unless said otherwise the value is an
// encoded Token.
const (
	actionAgree  = "definition_agree" // the value is the number of a draft
	actionShow   = "definition_show"  // the same
	actionEdit   = "definition_edit"  // opens the modal of the draft; no value
	actionWhatIf = "what_if"          // the value is the number of a draft
	actionHolds  = "definition_holds" // the value is the number of a version
)

// The callback ids of modals.
const (
	callbackDefinition = "definition"
)
