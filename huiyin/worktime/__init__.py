"""Working days and hours: the arithmetic of when people work. Pure Python, no Django."""
