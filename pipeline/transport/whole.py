"""How Faust is kept from decoding what it carries."""

from __future__ import annotations

from typing import Any

import faust


class Whole(faust.Schema[Any, Any]):
    """Hands a message on as it is: a batch, not a payload to decode."""

    def loads_key(self, app: Any, message: Any, **kwargs: Any) -> Any:
        """Return the message's key."""
        return message.key

    def loads_value(self, app: Any, message: Any, **kwargs: Any) -> Any:
        """Return the message's value."""
        return message.value
