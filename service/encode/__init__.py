"""Samples become bytes."""
