"""How fast Kollega is, next to the limit and to its peers: `python -m tests.bench`."""
