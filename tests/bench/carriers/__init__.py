"""The contestants that are no `abusewatch worker`: each a module run in a process of its own, on a `Task`."""
