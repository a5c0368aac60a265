"""What a host's robots.txt lets us ask, and how often."""

from __future__ import annotations

from protego import Protego

AGENT = "dragoman"
LASTS = 86_400.0  # seconds for which a robots.txt is kept, as RFC 9309 advises
SIZE = 512_000
"""Characters of it that are read, and kept."""
_LONGEST = 3600.0


class Robots:
    """One robots.txt, read for our name.

    Example:
        >>> robots = Robots("User-agent: *\\nDisallow: /private\\nCrawl-delay: 5")
        >>> robots.allows("https://news.example/private/a"), robots.delay
        (False, 5.0)
    """

    def __init__(self, text: str) -> None:
        """Read the words of a robots.txt; what cannot be read of it forbids nothing."""
        self._rules = Protego.parse(text[:SIZE])

    def allows(self, url: str) -> bool:
        """Whether an address may be asked."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between requests that it asks for; 0 where it asks for none."""
        asked = float(self._rules.crawl_delay(AGENT) or 0)
        rate = self._rules.request_rate(AGENT)
        if rate is not None and rate.requests:
            asked = max(asked, rate.seconds / rate.requests)
        return min(max(asked, 0.0), _LONGEST)


NOTHING = "User-agent: *\nDisallow: /"
"""What stands for a robots.txt that its host could not give: ask nothing until it can."""
