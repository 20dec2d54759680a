"""How the classifiers that the bot carries are trained and judged."""
