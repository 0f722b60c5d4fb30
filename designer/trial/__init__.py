"""The test phone: a person tries the draft as a customer, with the same rehearsal that plays stories. Pure."""
