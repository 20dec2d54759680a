"""Finding passages that the reader may see."""
