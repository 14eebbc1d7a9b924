"""Which machines may be asked: by their number, after a name has been looked up."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Ip: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Of clouds: they give whoever asks the keys of the machine that asks.
_PLATFORM = frozenset({"168.63.129.16", "fd00:ec2::254", "100.100.100.200", "169.254.169.254"})
_PRIVATE_HINT = "if it is a machine of your own network, say --allow-private"
_NAME_HINT = "check the address, and that this machine has a network"


class Refused(Exception):
    """An address is not asked: why, and what to do."""

    def __init__(self, what: str, hint: str) -> None:
        self.what, self.hint = what, hint
        super().__init__(what)


def _look_up(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Network:
    """How names are looked up, and whether machines of private networks are asked.

    Those that only a link or a cloud's own machine reaches, and groups of machines, never are.
    """

    private: bool = False
    look_up: Callable[[str, int], list[str]] = _look_up

    def machines(self, host: str, port: int) -> list[str]:
        """The numbers of a host that may be asked; raises Refused where it has none, or only others."""
        try:
            numbers = list(dict.fromkeys(self.look_up(host, port)))
        except (OSError, UnicodeError):
            numbers = []
        if not numbers:
            raise Refused(f"no machine is found by the name {host}", _NAME_HINT)
        why = {number: _kind(number, private=self.private) for number in numbers}
        if open_ones := [number for number in numbers if not why[number]]:
            return open_ones
        hint = "name a machine of the web" if self.private else _PRIVATE_HINT
        raise Refused(f"{host} is {numbers[0]}, {why[numbers[0]]}", hint)


def _kind(number: str, *, private: bool) -> str:
    """What a machine is that is not asked; empty where it may be.

    >>> _kind("10.0.0.7", private=False), _kind("10.0.0.7", private=True), _kind("::ffff:127.0.0.1", private=False)
    ('of a private network', '', 'this machine itself')
    """
    ip = _meant(ipaddress.ip_address(number.partition("%")[0]))
    if str(ip) in _PLATFORM:
        return "which gives away the keys of a cloud's machine"
    if ip.is_multicast or ip.is_link_local or ip.is_unspecified:
        return "no machine of the web"
    if private:
        return ""
    if ip.is_loopback:
        return "this machine itself"
    site = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return "" if ip.is_global and not ip.is_reserved and not site else "of a private network"


def _meant(ip: Ip) -> Ip:
    """The machine that is reached by a number of IPv6 which wraps one of IPv4."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else inner or ip
