"""Drives the real Agents Playground in a real browser, against the running bot."""
