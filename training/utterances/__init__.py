"""Learns which statements of two reports are one act of speech."""
