"""What of pebbles is about a person: what becomes of it."""

from huiyin.core.personal_data import Fate, PersonalData

PERSONAL_DATA = [PersonalData("pebble.pebble", "a question to an office is its record: a number without a name", {"by": Fate.KEPT})]
