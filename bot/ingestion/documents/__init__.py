"""What a document is: its metadata, and the pieces it is cut into."""
