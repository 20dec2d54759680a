"""Kollega: an internal staff copilot in Microsoft Teams for Swedish municipalities."""
