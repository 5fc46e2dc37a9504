"""How far a moment reaches: views counted in batches, viewers of a day without knowing who they are, figures, the page's tree."""
