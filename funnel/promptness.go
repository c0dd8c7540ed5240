package funnel

// Prompt says whether sales reached out to a lead within the time that it
// promised.
type Prompt string

// What is known of a first touch that was made.
const (
	PromptKept Prompt = "kept"
	PromptLate Prompt = "late"
)

func promptness(late bool) Prompt {
	if late {
		return PromptLate
	}
	return PromptKept
}
