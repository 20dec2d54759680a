"""From a source of documents to chunks in an index."""
