"""Simulated traffic: a product's ordinary weeks, its ordinary bursts, and planted abuse with ground truth.

    settings -> World -> Behaviour (every hour) + Episode (bursts, campaigns) -> Row -> CloudEvents in order of time

Nobody's data is in it: addresses are of the shared range 100.64.0.0/10 and the documentation range 2001:db8::/32,
system numbers are private ones, and every person is a number. The same settings always give the same bytes.
"""
