"""Who gets an answer at the house's own addresses: the door, and what a browser asks for by itself."""

from huiyin.core.access import EVERYBODY, access

ACCESS = (
    *access(EVERYBODY, "welcome", "manifest", "service-worker", "healthz", "offline", "favicon"),
    *access(EVERYBODY, "confirm", "look"),
)
