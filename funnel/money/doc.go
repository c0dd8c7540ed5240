// Package money is amounts in minor units of a currency, read as people write
// them and written as they read them. It never converts between currencies and
// never uses a float for an amount that is kept. Begin with [Amount].
package money
