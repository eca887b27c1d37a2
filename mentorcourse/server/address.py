"""Where the server listens, how people reach it, and by which names."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  (names of "all interfaces", compared with)


@dataclass(frozen=True)
class Address:
    """Where the server listens, and how people reach it."""

    host: str = "127.0.0.1"
    port: int = 8866
    public_url: str = ""
    certfile: str = ""
    keyfile: str = ""
    trust_proxy: bool = False
    base_url: str = "/"
    is_hub_service: bool = False

    @property
    def url(self) -> str:
        """The address that links begin with, the base included, without a slash at the end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = local_address() if self.host in EVERYWHERE else self.host
        return f"{'https' if self.certfile else 'http'}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether browsers come by https."""
        return self.url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def hosts(self) -> frozenset[str]:
        """The host names that requests may carry; any other could be an attack by DNS rebinding."""
        own = {"localhost", "127.0.0.1", "::1", urlsplit(self.url).hostname or "", self.host}
        if not self.is_loopback:
            own |= {local_address(), socket.gethostname().lower()}
        return frozenset(own - EVERYWHERE)


def local_address() -> str:
    """This computer's address on its network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
