"""What pages of moments need, narrowed by the same rules."""
