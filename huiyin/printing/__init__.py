"""Pictures and pages that leave the house on paper or in other apps: posters, letters."""
