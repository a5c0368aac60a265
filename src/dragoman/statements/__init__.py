"""Stage: statements."""
