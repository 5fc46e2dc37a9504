"""联系圈: the residents an official keeps in touch with, by their own yes; whose word is not answered, and for how long."""
