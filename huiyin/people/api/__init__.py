"""This app's part of the API."""

from __future__ import annotations

from huiyin.core.api import ApiPart
from huiyin.people.api import people

OPERATIONS = {
    "people_me": "Gives the person the token acts for, their language and the token's scopes.",
    "people_people": "Finds people by a part of their name, its pinyin or a whole phone number, among those the person may see.",
    "people_person": "Gives a person, if the token's person may see them; no phone number is ever given.",
    "people_units": "Gives the units that are open, by their numbers; go on with after= the last number.",
    "people_unit": "Gives a unit with its posts and who holds each today.",
}
API = [ApiPart("people", [people.router], tags={"people": "People and units."}, operations=OPERATIONS)]
