"""The channel: Microsoft Teams over the Bot Framework protocol."""
