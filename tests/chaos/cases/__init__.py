"""The cases, in the order in which they run. A case disturbs, and returns in words what it did how often."""
