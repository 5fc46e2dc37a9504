"""Open311 GeoReport v2: programs of others read published requests and send new ones in. docs/developers/open311.md."""
