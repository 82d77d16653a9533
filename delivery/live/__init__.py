"""The values of what runs, to compare with a file or to start one from."""

from delivery.live.live_values import LiveValues, live_values

__all__ = ["LiveValues", "live_values"]
