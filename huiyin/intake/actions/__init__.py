"""What comes in."""

from huiyin.intake.actions.fetching import fetch
from huiyin.intake.actions.letters import LetterDraft, register_letter
from huiyin.intake.actions.receiving import Received, receive

__all__ = ["LetterDraft", "Received", "fetch", "receive", "register_letter"]
