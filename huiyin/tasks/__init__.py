"""Tasks: what somebody was told to do, by when, who answers for it, and how it ended."""
