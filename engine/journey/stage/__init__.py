"""The world a story plays in."""
