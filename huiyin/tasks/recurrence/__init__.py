"""What repeats, beside its nouns and actions: its dates, its form, who has a part in it, its words."""
