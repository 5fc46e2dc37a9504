"""What is kept of who asked for what with their data."""

from huiyin.core.personal_data import Fate, PersonalData

PERSONAL_DATA = [
    PersonalData(
        "rights.erasure", "the proof that it was asked for and done; name and number are in it only while it runs",
        {"person": Fate.KEPT, "decided_by": Fate.KEPT},
    ),
    PersonalData("rights.round", "counts"),
]  # fmt: skip
