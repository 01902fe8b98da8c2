"""What desks bring each other in files."""
