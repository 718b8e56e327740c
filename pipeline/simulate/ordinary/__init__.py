"""What the population does every day."""
