"""What monitoring sees: what this process counts as it works, and what the tables say when somebody asks."""
