"""For all suites."""

collect_ignore_glob = ["bench/*", "chaos/*"]  # programs of their own: `make bench`, `make chaos`
