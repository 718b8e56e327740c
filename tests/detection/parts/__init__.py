"""One stream a file: what is measured on it."""
