// Package agreement is where both teams read the lead definition, change it and sign it, and try other promises on
// the past. It decides nothing about what is in force. Begin with [Feature].
package agreement
