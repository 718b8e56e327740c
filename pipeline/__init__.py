"""What we do about it: the engine, the alert stage, quality, transports and the command line."""
