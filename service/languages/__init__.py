"""What has to be known of a language: its words, its numbers, its syllables, and how it is told."""
