"""The bots that are measured: each module's `serving` runs an echo on its own foundation."""
