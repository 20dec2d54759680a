"""Keeps the index in step with its sources: only what changed is read."""
