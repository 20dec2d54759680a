"""The skills that Kollega has. A new one is a folder, a line here and a test."""
