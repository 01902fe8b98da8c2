"""Everything that reads text from outside, as functions of bytes that must hold for any bytes."""
