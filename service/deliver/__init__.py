"""A reading goes in; sound, events, a zip, or files with their cue sheets come out."""

from service.deliver.files import write_file
from service.deliver.renditions import Archive, Events, Sound

__all__ = ["Archive", "Events", "Sound", "write_file"]
