"""What somebody asked for, and all that hangs on it. Numbers of rows tell nothing: a case's own is drawn by lot."""

from huiyin.cases.models.case import OPEN, PETITIONS, Case, CaseMade, Channel, Numbering, Procedure, Series, State
from huiyin.cases.models.clocks import CaseClock, Extension, Wait
from huiyin.cases.models.desk import Accused, Desk, Learned, Recusal
from huiyin.cases.models.parties import Party, ShownTo
from huiyin.cases.models.parts import Joiner, Matter, Objection, Part
from huiyin.cases.models.publication import Publication, ShownAnswer, TownPlace
from huiyin.cases.models.tasks import CaseTask
from huiyin.cases.models.words import Answer, CaseFile, FollowUp, InternalNote, Look

__all__ = [
    "OPEN", "PETITIONS",
    "Accused", "Answer", "Case", "CaseClock", "CaseFile", "CaseMade", "CaseTask", "Channel", "Desk", "Extension", "FollowUp",
    "InternalNote", "Joiner",
    "Learned", "Look", "Matter", "Numbering", "Objection", "Part", "Party", "Procedure", "Publication", "Recusal", "Series",
    "ShownAnswer", "ShownTo",
    "State",
    "TownPlace", "Wait",
]  # fmt: skip
