"""Takes and rests become samples and cues."""
