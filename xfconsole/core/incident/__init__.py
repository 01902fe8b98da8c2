"""A live incident: its facts folded, posts, ladder, prompts and reports."""
