"""How the weights that tell whether two triggers are one event are made."""
