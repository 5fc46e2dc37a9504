"""The lean path in front of Django: live streams to browsers, and posting with one writer and group commit."""
