"""Who gets an answer at which address. Each app says it in its `access.py`; an address that nobody speaks for fails the permission tests.

Roles are of the tests' county: a group's owner and members, who was removed, officials around them, the administrators, a resident, a
visitor. What an address is asked about, the app's tests make (`tests/<app>/matrix_objects.py`), and the `access.py` says whose it is. What
somebody who gets an answer may *do* there is the actions' business.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.core.declarations import Registry

#: Of the owner's own unit, of another, of the unit above, in the owner's post before, acting for it now: none of them is in the group.
OFFICIALS = frozenset({"colleague", "other", "above", "former", "delegate"})
EVERYBODY = frozenset({"visitor", "resident", "member", "owner", "removed", "system", "security", "audit"}) | OFFICIALS
SIGNED_IN = EVERYBODY - {"visitor"}
MEMBERS, MEMBER, OWNER = frozenset({"member", "owner"}), frozenset({"member"}), frozenset({"owner"})
SYSTEM, SECURITY, AUDIT = frozenset({"system"}), frozenset({"security"}), frozenset({"audit"})
ADMINISTRATORS = SYSTEM | SECURITY | AUDIT
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Access:
    """An address by its name, and the roles that get an answer there; or an operation of the API ("get /tasks/{task_id}"), and the roles
    whose token does it. `why`: where it is not plain. `number`: who reads a resident's number there that is not their own."""

    name: str
    roles: frozenset[str]
    why: str = ""
    number: frozenset[str] = NOBODY


def access(roles: frozenset[str], *names: str, why: str = "", number: frozenset[str] = NOBODY) -> tuple[Access, ...]:
    """Gives the declarations of addresses that the same roles may open."""
    return tuple(Access(name, roles, why, number) for name in names)


ACCESS_DECLARED: Registry[Access] = Registry("access", "ACCESS", Access, lambda one: one.name)
