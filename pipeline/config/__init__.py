"""Configuration: TOML and environment, checked key by key."""

from pipeline.config.errors import ConfigError
from pipeline.config.load import load
from pipeline.config.model import Config

__all__ = ["Config", "ConfigError", "load"]
