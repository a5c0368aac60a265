"""Stage: archive."""
