"""A folder of linked notes: stories, reports, actors, dyads and issues, each its own file.

:func:`.folder.notes` gives all notes of a selection; :mod:`dragoman.exports.markdown` writes them.
"""
