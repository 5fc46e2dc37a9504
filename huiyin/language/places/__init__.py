"""Addresses to divisions: which place of the deployment's own tree a text names. Pure Python."""

from huiyin.language.places.gazetteer import Candidate, Gazetteer
from huiyin.language.places.names import Division, is_shelf, stem

__all__ = ["Candidate", "Division", "Gazetteer", "is_shelf", "stem"]
