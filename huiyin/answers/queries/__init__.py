"""What the pages of answers need, narrowed by the same rules as the actions."""
