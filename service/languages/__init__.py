"""What has to be known of a language: a tag such as `en-US` goes in, its words, numbers and joints come out."""

from service.languages.registry import language_of

__all__ = ["language_of"]
