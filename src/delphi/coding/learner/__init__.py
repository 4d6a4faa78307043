"""The learner: what is under discussion, whether it is judged, and how, learned from checked decisions."""
