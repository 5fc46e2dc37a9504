"""Persons, units, posts and who holds them; by what somebody signs in; tokens of programs."""

from huiyin.people.models.people import (
    Administrator,
    DeclaredDay,
    DeclaredYear,
    Delegation,
    Device,
    Holding,
    OutsideIdentity,
    Passkey,
    People,
    Person,
    Post,
    SignInCode,
    StaffImport,
    Unit,
)
from huiyin.people.models.tokens import ApiToken

__all__ = [
    "Administrator", "ApiToken", "DeclaredDay", "DeclaredYear", "Delegation", "Device", "Holding", "OutsideIdentity", "Passkey",
    "People", "Person", "Post", "SignInCode", "StaffImport", "Unit",
]  # fmt: skip
