"""What was written: the text, its blocks, and its words as a voice is given them."""
