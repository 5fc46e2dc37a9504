"""Words: searching, cleaning, names, links and tables. Pure Python, no Django."""
