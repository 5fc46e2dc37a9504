"""What happens to people and their offices. One file for a noun or a family of verbs; callers import from the file."""
