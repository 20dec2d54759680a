"""What the README tells of tests and measurements, written by a command."""
