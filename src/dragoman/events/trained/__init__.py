"""The coder that learned from annotated reports: ``TrainedCoder`` in :mod:`coder`."""
