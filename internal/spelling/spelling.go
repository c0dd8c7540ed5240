// Package spelling finds the word that was meant by one that is not known.
package spelling

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// fewestTyped letters of a word say which one was meant.
const fewestTyped = 3

// Nearest gives the word that is most like the typed one in any letter case, the
// first of those that are equally near; false where none is near enough that it
// is no guess.
func Nearest(typed string, words []string) (nearest string, near bool) {
	best := 0
	for _, word := range words {
		if len(typed) > 2*len(word)+1 {
			continue // nothing so long is a slip of it, and comparing costs by both lengths
		}

		slips := unlikeness(strings.ToLower(typed), strings.ToLower(word))
		if slips < len(word) && slips <= max(1, len(word)/3) && (!near || slips < best) {
			nearest, best, near = word, slips, true
		}
	}

	return nearest, near
}

// unlikeness counts the letters by which a typed word differs from one that
// is known. Letters in the wrong order are one slip, and the beginning of a
// word is none.
func unlikeness(typed, known string) int {
	if len(typed) >= fewestTyped && strings.HasPrefix(known, typed) {
		return 0
	}

	if len(typed) == len(known) && sorted(typed) == sorted(known) {
		return 1
	}

	return levenshtein.ComputeDistance(typed, known)
}

func sorted(word string) string {
	letters := []byte(word)
	slices.Sort(letters)
	return string(letters)
}
