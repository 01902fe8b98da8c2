"""The desk's rules as pure functions and values: standard library only, no input or output."""
