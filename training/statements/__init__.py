"""How the statements stage's network is made: ``python -m training.statements.train``."""
