"""What is done with voices beside reading: list, fetch, measure, hear."""
