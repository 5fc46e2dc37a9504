"""Who gets an answer: everybody, signed in or not, the same."""

from huiyin.core.access import EVERYBODY, SIGNED_IN, access

ACCESS = (
    *access(EVERYBODY, "figures", "figures-json", "figures-csv", "figures-cases-json", "figures-poster"),
    *access(SIGNED_IN, "get /figures"),
)
