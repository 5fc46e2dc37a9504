"""Webhooks: what programs say into groups, and what groups tell programs."""
