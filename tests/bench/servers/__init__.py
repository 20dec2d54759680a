"""The bots that are measured: each module's `application` is an echo on its own foundation."""
