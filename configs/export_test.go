package configs

// Validate tells of a configuration's problems as Load does.
func (c Config) Validate() error { return c.problems().orNil() }
