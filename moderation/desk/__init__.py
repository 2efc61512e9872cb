"""The desk: the pages in the admin where staff work the queue."""
