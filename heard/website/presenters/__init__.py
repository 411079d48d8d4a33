"""What the public templates show, worked out beforehand."""
