"""A small simulator of the WhatsApp Cloud API, for tests. It imports nothing of the product, so it cannot share its bugs."""
