"""Queries over an archive."""
