"""Questions to other systems that journeys ask (`call_http`): where they may go, one exchange, and the job that works them."""
