"""Search by meaning, where an embedding endpoint is configured: beside the words, never instead."""
