"""The way out: to the Bot Connector, once, as fast as Teams allows."""
