"""My deadlines in my own calendar (RFC 5545), by a secret link."""
