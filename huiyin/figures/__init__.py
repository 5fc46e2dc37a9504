"""Figures of requests that anybody can reckon anew: an open file without words or names, three rates by a formula that bears a version."""
