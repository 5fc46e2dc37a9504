"""Huiyin 回音: where a local government and the people it serves talk, and every word that needs an answer gets one."""

from pathlib import Path

#: Moves with what people and operators meet; the files of joined steps go only where it moves (docs/operators/upgrade.md).
SERIES = "0.2"
_HERE = Path(__file__).parent
#: The third number is how many steps the database has: a version that needs another database bears another number, by itself.
STEPS = sum(1 for depth in ("*", "*/*") for _ in _HERE.glob(f"{depth}/migrations/0*.py"))
__version__ = f"{SERIES}.{STEPS}"
