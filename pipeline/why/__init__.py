"""Why an event or an entity raised an alert, or none: a replay that is watched (`abusewatch why`)."""
