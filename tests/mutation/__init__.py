"""Breaks access control on purpose, one check at a time, to see that the tests notice."""
