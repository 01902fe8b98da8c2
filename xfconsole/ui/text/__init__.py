"""Cells, glyphs, pinyin and themes."""
