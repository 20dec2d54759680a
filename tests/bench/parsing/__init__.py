"""What parsers get right on documents whose right answer is known, and how fast they are."""
