"""The verbs of households: each one transaction, in which the rule is asked, the lock taken, and the entry recorded."""

from huiyin.households.actions.entitlements import Entitled, end_entitlement, entitle, note_work, remove_member
from huiyin.households.actions.members import add_member

__all__ = ["Entitled", "add_member", "end_entitlement", "entitle", "note_work", "remove_member"]
