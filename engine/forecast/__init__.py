"""What a journey will do to an audience before anybody is in it: people a way, messages an hour, time, cost. Pure: the
same journey, people, assumptions and seed give the same result."""
