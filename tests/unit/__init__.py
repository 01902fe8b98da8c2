"""Rules by table and by property: no clock, no file, no screen."""
