"""The list of all matters: filter, views, columns."""
