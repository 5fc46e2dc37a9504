"""/api/v1: what pages do, for programs. Thin: the same actions and queries behind it."""
