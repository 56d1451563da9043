"""Where to rest."""
