"""How an office answers: templates, a second pair of eyes, letters and calls. What a case is and may become stays with cases."""
