"""Liveness, readiness and metrics over HTTP, on 127.0.0.1 unless told otherwise."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from aiohttp import web

from pipeline.metrics_spec import Metrics

_log = logging.getLogger(__name__)


class PortTakenError(RuntimeError):
    """Nothing can be served where it was to be: the message says which setting to change."""


class Health:
    """Serves /healthz and /readyz (200 or 503) and /metrics. `port` is known after `start`."""

    def __init__(self, is_live: Callable[[], bool], is_ready: Callable[[], bool], metrics: Metrics) -> None:
        self._is_live = is_live
        self._is_ready = is_ready
        self._metrics = metrics
        self._runner: web.AppRunner | None = None
        self.port: int | None = None

    async def start(self, host: str, port: int | None) -> None:
        """Serve on `port` (0: a free one, None: not at all). Raises PortTakenError."""
        if port is None:
            return
        app = web.Application()
        app.add_routes([
            web.get("/healthz", self._healthz), web.get("/readyz", self._readyz), web.get("/metrics", self._show),
        ])  # fmt: skip
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            why = os.strerror(error.errno or 0)
            message = (
                f"/healthz and /metrics cannot be served on {host}:{port} ({why}): "
                "set worker.web_port or worker.web_host (ABUSEWATCH_WORKER__WEB_PORT=0 takes any free port)"
            )
            raise PortTakenError(message) from None
        self.port = self._runner.addresses[0][1]
        _log.info("/healthz, /readyz and /metrics are served on %s:%d", host, self.port)

    async def stop(self) -> None:
        """Stop serving."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return _answer("live", self._is_live())

    async def _readyz(self, _: web.Request) -> web.Response:
        return _answer("ready", self._is_ready())

    async def _show(self, _: web.Request) -> web.Response:
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return web.Response(body=self._metrics.render(), headers={"Content-Type": kind})


def _answer(what: str, yes: bool) -> web.Response:
    return web.Response(text=f"{what}\n" if yes else f"not {what}\n", status=200 if yes else 503)
