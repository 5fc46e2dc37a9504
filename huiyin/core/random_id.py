"""Numbers of things that are not counted: who sees one learns neither how many there are nor which is next."""

import secrets

FIRST, MORE = 10**14, 9 * 10**14  # fifteen digits: they fit into a browser's numbers, and nobody finds one by trying


def random_id() -> int:
    """Gives a number that counts nothing."""
    return FIRST + secrets.randbelow(MORE)
