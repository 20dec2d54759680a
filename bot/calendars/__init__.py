"""People's calendars: when they are free, and meetings in them."""
