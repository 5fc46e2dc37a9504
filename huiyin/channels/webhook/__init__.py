"""Webhooks: a program's address, told in order, signed, at least once. What is told of, and by whose right, the app `hooks` says."""
