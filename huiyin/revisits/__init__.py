"""回访: thirty days after a job was found or a hardship was met, somebody calls or comes by; what was found is recorded."""
