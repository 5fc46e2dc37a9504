"""Who gets an answer at the page of what waits; what stands on it is every app's own rule."""

from huiyin.core.access import SIGNED_IN, access

ACCESS = access(SIGNED_IN, "today", "mine")
