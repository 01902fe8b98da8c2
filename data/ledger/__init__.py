"""What is read of matters: lists, search, filters, timeliness, and who may not see what."""
