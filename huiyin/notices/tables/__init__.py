"""Which entries are told to whom, a file for each app below."""
