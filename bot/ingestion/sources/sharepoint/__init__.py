"""SharePoint Online as a source, through Microsoft Graph."""
