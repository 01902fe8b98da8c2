"""What an open desk knows: situation, shift, work, what could not be stored."""
