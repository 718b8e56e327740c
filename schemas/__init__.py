"""Wire shapes: what travels on each topic, and nothing about what is believed or done with it."""
