"""Suggest codes: tokens, the codebook's terms, the topic under discussion, and what follows from both."""
