"""Group chats and channels: who reads along, and what only the asker is told."""
