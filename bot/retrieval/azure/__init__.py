"""Azure AI Search: the same index and searches as the embedded one, kept in the municipality's own
search service."""
