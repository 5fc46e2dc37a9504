"""民声摘要: what residents said since an official last looked, sorted by matter, near-duplicates merged, unanswered first."""
