"""Reads approved answers and stopped documents where their owners write them."""
