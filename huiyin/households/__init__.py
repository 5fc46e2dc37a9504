"""家庭: everything of one person or household in one view, for those who handle what they ask for; and who looked, for them to read."""
