"""The policy skill."""
