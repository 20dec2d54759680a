"""Turning passages into short answers that are tied to them."""
