"""Calendars and the reading of when."""
