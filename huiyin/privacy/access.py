"""Who gets an answer at the addresses of one's own data, and of erasures. The copy is the member's; the
resident asked to be erased."""

from huiyin.core.access import AUDIT, MEMBER, SIGNED_IN, SYSTEM, access

ACCESS = (
    *access(SIGNED_IN, "my-data", "my-copy", "my-erasure", "my-phone"),
    *access(MEMBER, "my-copy-file", "my-copy-remove"),
    *access(frozenset({"resident"}), "my-erasure-withdraw"),
    *access(SYSTEM | AUDIT, "manage-erasures"),
    *access(SYSTEM, "manage-erase", "manage-erase-decline"),
)
