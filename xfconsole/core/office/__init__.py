"""The office's own things: officers, backups, disk room, optional files."""
