// Package fault is how the rules speak to people: errors that say what was
// wrong and what to do ([Error]), which fields of a form they are about, text
// cleaned of what nobody can see, and the segments that each face shows in its
// own way: a person ([Mention]), a moment ([Moment]), the way to do something
// ([Task]), an option of it ([Option]). It knows nothing of leads, and names no command of any face.
// Begin with errors.go, then text.go and ways.go.
package fault
