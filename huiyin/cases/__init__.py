"""What somebody asked for, until it is answered and rated."""
