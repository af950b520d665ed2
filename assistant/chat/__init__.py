"""A chat model, where an organisation has one: its calls, its limits, what it is asked."""
