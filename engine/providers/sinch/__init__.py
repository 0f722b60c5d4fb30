"""Sinch's Conversation API (WhatsApp, SMS, RCS…) and its Provisioning API for templates."""
