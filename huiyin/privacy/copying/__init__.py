"""A copy of all that is kept of a person (PIPL 45), made by the same machine as a group's export: pages to read, data for programs."""
