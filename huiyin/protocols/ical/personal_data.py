"""What of calendars is about a person."""

from huiyin.core.personal_data import Fate, PersonalData

PERSONAL_DATA = [
    PersonalData("ical.calendarlink", "a key to their own calendar: of no use without them", {"person": Fate.REMOVED}),
]
