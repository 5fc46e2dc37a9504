"""What of figures is about a person: nothing."""

from huiyin.core.personal_data import PersonalData

PERSONAL_DATA = [
    PersonalData("figures.edition", "lines of the open file: nobody is in it, no cell is under five; the next edition takes its place"),
]
