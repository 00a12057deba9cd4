"""The therapist's pages for observing: `recording` while it is open, `live` as it is typed, `signed` afterwards."""
