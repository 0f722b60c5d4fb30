"""WhatsApp Cloud API: Meta's own way to WhatsApp, without a provider in between."""
