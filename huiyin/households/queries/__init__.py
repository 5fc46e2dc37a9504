"""What the view of a household and the page of who looked show."""
