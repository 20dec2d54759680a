"""What owners of documents decide by hand: answers word by word, and documents that are stopped."""
