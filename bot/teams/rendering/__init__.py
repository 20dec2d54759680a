"""What a reply looks like in Teams."""
