"""The pages of moments."""
