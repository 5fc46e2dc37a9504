"""Who is who: persons, the units and posts they hold, how they sign in."""
