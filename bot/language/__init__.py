"""Swedish text analysis, language detection and texts in two languages."""
