"""Archived JSON: where it stands, what it is, what is odd about it."""
