// Package contact is how a person at a company is known and reached: e-mail
// address, phone number, profile, country, size. It makes of each the one form
// in which it is shown and the key that finds it again, and judges
// nobody. Begin with contact.go.
package contact
