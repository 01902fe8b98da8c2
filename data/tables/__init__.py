"""The tables of every version of a file, and the steps between versions."""
