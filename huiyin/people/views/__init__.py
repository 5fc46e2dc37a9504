"""The pages about people: the door, me, the directory, administration."""
