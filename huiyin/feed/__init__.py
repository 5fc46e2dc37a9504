"""Moments and what becomes of them: reposts, comments, likes, reach; accounts and their articles; requests to study."""
