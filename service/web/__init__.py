"""Requests go in, answers come out: Readback over HTTP, and the listening room."""

from service.web.app import create_app

__all__ = ["create_app"]
