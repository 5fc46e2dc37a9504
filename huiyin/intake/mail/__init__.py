"""Mail that comes in: read without trust, without exception, in linear time."""
