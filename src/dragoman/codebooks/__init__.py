"""Stage: codebooks."""
