"""Conversation: groups, members, messages; what is read, found, kept quiet and kept."""
