"""Personal data kept out, and subjects that need a person."""
