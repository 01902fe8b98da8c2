"""Looks an office over: folder, file, tables, officers, backups."""
