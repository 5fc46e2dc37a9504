"""Reception days 接访日: when and where somebody in office hears whoever comes, in turn, by number; and what they said, in own words."""
