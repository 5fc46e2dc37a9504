"""How requests come in by post and by e-mail, and how their authors are told by text message and e-mail that something happened."""
