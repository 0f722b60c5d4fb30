"""What changes from one version of a journey to another: for the marketer by step, for the customer as conversations. Pure."""
