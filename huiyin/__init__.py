"""Huiyin 回音: where a local government and the people it serves talk, and every word that needs an answer gets one."""

__version__ = "0.1.0"
