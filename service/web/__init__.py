"""Readback over HTTP."""
