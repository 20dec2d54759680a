"""The sample municipality Exempelkommun: its intranet documents and its people."""
