"""The static checker: what would go wrong for a customer, found before anyone enters. Pure, no database, no clock."""
