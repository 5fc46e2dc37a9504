"""Administration: a file for each family of pages."""
