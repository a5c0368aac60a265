"""How the trained coder is made. Nothing here is needed at run time or shipped."""
