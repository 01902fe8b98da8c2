"""The commands, one module each: they open the office and print what they are asked for."""
