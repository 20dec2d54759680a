"""What IT does with Kollega: a municipality's profile, the app package, and checks before staff."""
