"""How long to rest: a reading, planned."""
