"""Turns the sample's Markdown sources into the file formats an intranet has."""
