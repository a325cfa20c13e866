"""The browser's side of the API: signing in, giving consent, exchanging codes for tokens."""

from .flow import OAuth

__all__ = ["OAuth"]
