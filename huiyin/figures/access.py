"""Who gets an answer: everybody, signed in or not, the same."""

from huiyin.core.access import EVERYBODY, access

ACCESS = access(EVERYBODY, "figures", "figures-json", "figures-csv", "figures-cases-json", "figures-poster")
