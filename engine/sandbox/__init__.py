"""A simulator of the Sinch Conversation API. It imports nothing of ours, so it cannot share our mistakes."""
