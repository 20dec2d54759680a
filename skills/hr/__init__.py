"""The HR skill."""
