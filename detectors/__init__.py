"""What we believe: detectors over events, without Kafka, Faust, Prometheus, a clock or the environment."""
