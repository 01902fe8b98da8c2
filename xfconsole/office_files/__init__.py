"""Files that an office may have: settings, packs, holidays, subjects."""
