"""Files that a letter is taken out of."""
