"""Tests of xfconsole, told as the officer's story."""
