"""Files in a chat: what a person sends along, and the papers that are given to them."""
