"""Generated customers who try to break a journey. Pure: the same seed, the same customers, the same conversations."""
