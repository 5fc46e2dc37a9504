"""The words that the scripts of conversation say."""

SCRIPT_WORDS: dict = {}
