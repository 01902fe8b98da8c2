"""The registration form, its drafts and reading back."""
