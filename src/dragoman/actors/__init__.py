"""Stage: actors. Who is named, resolved through the report to states, sectors and roles.

Reads ``Document.doc``; writes ``Document.mentions`` (every mention, by place) and
``Document.actors`` (one actor each, at its fullest mention). :mod:`dragoman.actors.lookup`
answers what later stages ask: which actors a noun phrase denotes, and who owns it.
"""

from dragoman.actors.lookup import actors_of, mention_of, owner_of
from dragoman.actors.stage import Actors

__all__ = ["Actors", "actors_of", "mention_of", "owner_of"]
