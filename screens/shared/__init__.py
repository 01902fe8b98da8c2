"""What several screens are made of: frame, forms, questions, pickers."""
