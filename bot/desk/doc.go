// Package desk is what all features share: the input as it came, the table of a feature, and the ways to answer. It
// knows no feature. Begin with [Feature] and [Input].
package desk
