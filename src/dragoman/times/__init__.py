"""Stage: times."""
