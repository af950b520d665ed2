"""Documents that come by themselves: a folder, a WebDAV share, a SharePoint or OneDrive library, copied into corpus/."""
