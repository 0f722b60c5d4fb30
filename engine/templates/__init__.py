"""Message templates as files: read, checked by WhatsApp's rules, submitted through the provider."""
