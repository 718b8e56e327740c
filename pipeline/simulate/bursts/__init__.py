"""Ordinary bursts: loud, sudden, and no abuse. What is raised about them is a false alert."""
