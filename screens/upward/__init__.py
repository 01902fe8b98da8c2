"""What the office sends up, beside any live incident."""
