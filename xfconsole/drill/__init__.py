"""Scripted nights on a simulated clock, and the demo night."""
