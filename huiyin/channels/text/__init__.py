"""Text messages by a gateway of the operator's: an approved template, a number and a code; no free words travel."""
