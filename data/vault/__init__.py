"""Who can open an office: passphrases, the recovery code, the sealed identity."""
