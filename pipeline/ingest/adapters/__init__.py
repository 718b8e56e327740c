"""One adapter a format: what a line means, and nothing about where events go."""
