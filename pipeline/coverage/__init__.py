"""What a stream tells, and which detectors it leaves without anything to see."""
