"""One open office: reads, writes, drafts, views and rebuilding."""
