"""Signs people in through Teams, and lets a question wait until it is done."""
