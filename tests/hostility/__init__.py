"""Hostile documents, messages and models against the whole copilot: what leaves it stays clean."""
