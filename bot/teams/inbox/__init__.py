"""What came in: recorded once before it is acknowledged, then answered in order."""
