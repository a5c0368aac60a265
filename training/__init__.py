"""How the trained coder is made. Nothing here is needed at run time, and nothing of it is shipped."""
