"""The pages of a person's rights over their data, and the administrator's."""
