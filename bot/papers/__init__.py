"""Papers of a meeting: what they hold, and how they become Word documents."""
