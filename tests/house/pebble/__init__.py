"""A pebble: a question somebody lays down before whoever holds a post, until they lift it with an answer.

The smallest noun there can be: two states, one move, a person in it. A test installs it; `./dev noun` writes a new app after it.
"""
