"""The policy pack: read, checked, compared."""
