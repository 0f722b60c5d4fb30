"""The journey language: pure. No database, no network, no clock, no randomness of its own."""
