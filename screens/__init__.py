"""The screens of the console, one a module with its style sheet beside it."""
