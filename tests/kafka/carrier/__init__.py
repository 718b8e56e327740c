"""A toy stage and what the carrier's tests need around it: workers in threads and processes, topics fed and read."""
