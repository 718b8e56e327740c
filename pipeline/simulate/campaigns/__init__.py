"""Campaigns of abuse, with what gives each of them away. What is raised about them is right."""
