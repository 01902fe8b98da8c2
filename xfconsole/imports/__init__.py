"""Reads files that come from outside: spreadsheets of letters and of duty."""
