"""Which texts fit best what somebody asks. An index of a database finds, this orders, or for some ten thousand texts is index enough."""

from huiyin.language.ranking.asking import LETTER, ranking_terms
from huiyin.language.ranking.ranker import LOOKED_AT, Hit, Ranker
from huiyin.language.ranking.weights import Texts

__all__ = ["LETTER", "LOOKED_AT", "Hit", "Ranker", "Texts", "ranking_terms"]
