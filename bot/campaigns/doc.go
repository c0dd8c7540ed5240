// Package campaigns is where people set campaigns up, note what they cost, and see what they brought. It computes
// no figure: funnel/campaigns does. Begin with [Feature].
package campaigns
