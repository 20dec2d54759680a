"""The door: who may post to the bot, and what an operator may look at."""
