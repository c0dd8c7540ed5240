package slacksim

// Limits of Block Kit, in the words of Slack's documentation where it has any, measured by others where it has none.
const (
	maxMessageBlocks   = 50
	maxViewBlocks      = 100
	maxMessageChars    = 13200 // over all blocks; undocumented
	maxViewBytes       = 250 * 1024
	maxViewTitle       = 24
	maxPrivateMetadata = 3000
	maxID              = 255

	maxSectionText    = 3000
	maxFields         = 10
	maxFieldText      = 2000
	maxHeaderText     = 150
	maxContext        = 10
	maxActions        = 25
	maxContextActions = 5
	maxLabel          = 2000
	maxPlaceholder    = 150
	maxURL            = 3000
	maxAltText        = 2000
	maxMarkdownBlocks = 12000 // all markdown blocks of a message together
	maxAlertText      = 200

	maxButtonText   = 75
	maxButtonValue  = 2000
	maxOptions      = 100
	maxFewOptions   = 10 // radio buttons, checkboxes, overflow
	maxOptionText   = 75
	maxInputLength  = 3000
	maxConfirmTitle = 100
	maxConfirmText  = 300
	maxConfirmWord  = 30

	maxCharts        = 2
	maxChartTitle    = 50
	maxChartLabel    = 20
	maxChartPoints   = 20
	maxChartSeries   = 6 // the documentation says 6, newer sources 12
	maxTables        = 1
	maxTableRows     = 100
	maxTableColumns  = 20
	maxTableChars    = 10000
	maxDataTableRows = 201 // with the header
	maxDataChars     = 20000
	maxPageSize      = 100

	maxContainerChildren = 10
	maxContainerTitle    = 150
	maxCards             = 10
	maxCardActions       = 3
	maxCardTitle         = 150
	maxCardBody          = 200
	maxLayoutRows        = 5
	maxLayoutItems       = 3
)

// surfaces says where a block may stand.
type surfaces struct{ message, modal, home bool }

// blockSurfaces is the matrix of Slack's documentation.
var blockSurfaces = map[string]surfaces{
	"section":            {true, true, true},
	"header":             {true, true, true},
	"divider":            {true, true, true},
	"context":            {true, true, true},
	"actions":            {true, true, true},
	"input":              {true, true, true},
	"image":              {true, true, true},
	"rich_text":          {true, true, true},
	"video":              {true, true, true},
	"card":               {true, true, true},
	"layout":             {true, true, true},
	"markdown":           {true, false, false},
	"table":              {true, false, true},
	"data_table":         {true, false, true},
	"data_visualization": {true, false, false},
	"container":          {true, false, false},
	"carousel":           {true, false, true},
	"context_actions":    {true, false, false},
	"alert":              {false, true, false},
}

func (s surfaces) allow(surface string) bool {
	switch surface {
	case viewModal:
		return s.modal
	case viewHome:
		return s.home
	}
	return s.message
}
