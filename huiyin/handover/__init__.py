"""交接: when the holder of a post changes, everything open goes to the successor in one reviewed step, and both sign.

What goes with a post each app says in its `handover.py` (core/handover.py); this one names no noun.
"""
