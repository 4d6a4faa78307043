"""A first complete reader of all formats, in use until the rooms beside it are finished."""
