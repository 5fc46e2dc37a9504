"""Thin: who, what, call, answer."""
