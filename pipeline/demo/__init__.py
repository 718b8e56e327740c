"""The demo: everything at once on this machine, and the scorecard of what was found of what was planted."""
