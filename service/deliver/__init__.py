"""Ways to drain a reading."""
