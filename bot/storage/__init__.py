"""What Kollega remembers: conversations, the inbox, feedback and gaps."""
