"""Makes the archive from which xfconsole is installed on a laptop without a network."""
