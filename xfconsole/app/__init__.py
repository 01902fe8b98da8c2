"""The console: wires office, screens, themes and keys together. It holds no rule of its own."""
