"""The handover sheet, and taking over."""
