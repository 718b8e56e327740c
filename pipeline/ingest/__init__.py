"""From logs, tables and JSON lines to CloudEvents: on a topic, in a file, or on standard output.

    lines -> Adapter -> Draft -> CloudEvent -> (pseudonyms) -> check -> Target     what cannot be read becomes a Reject

An adapter only says what a line means; ids, sources, checks, counting and sending are the same for all of them.
"""
