"""What a page of HTML is made of, as tests look at it."""

import html.parser


class Tags(html.parser.HTMLParser):
    """Counts what is opened and closed, and keeps what scripts and handlers there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.bad: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that stays open, and whatever could run or load anything."""
        if tag not in {"meta", "path", "rect"}:
            self.opened.append(tag)
        if tag in {"script", "img", "iframe", "a", "link", "object"}:
            self.bad.append(tag)
        self.bad += [name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag, which must be this one."""
        if tag not in {"meta", "path", "rect"}:
            assert self.opened.pop() == tag
