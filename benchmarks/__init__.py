"""Where the figures of the README come from. `scripts/bench` runs them all and prints one table."""
