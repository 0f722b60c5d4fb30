"""Files of messages: what WhatsApp takes, how they are kept, where they are served."""
