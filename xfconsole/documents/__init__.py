"""The office's papers: templates, and what sets them out as .docx or as pages of text."""
