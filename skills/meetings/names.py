"""What the skill is called."""

NAME = "meetings"
