"""Letters as people write them, and how each is read: a table by subject, for people to read and to add to."""
