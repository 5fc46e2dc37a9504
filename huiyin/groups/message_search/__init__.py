"""Finding what was said: terms, the index, what waits for it, the ways to ask it."""
