"""Ingest: what each adapter makes of real-looking lines, and what a run does with them."""
