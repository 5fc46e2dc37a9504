"""Other programs speak with the house in the language they know already."""
