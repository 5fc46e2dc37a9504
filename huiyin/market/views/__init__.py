"""Pages of listings and orders."""
