"""Approved answers and stopped documents."""
