"""The sound of each phrase."""
