"""A browser without a screen: follows forms and redirections of pages over HTTP."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx


class Form(HTMLParser):
    """The first form of a page: its address, its fields, its buttons, and all text around it."""

    def __init__(self, page: httpx.Response) -> None:
        super().__init__()
        self.action = ""
        self.method = "get"
        self.fields: dict[str, str] = {}
        self.buttons: dict[str, str] = {}
        self.text = ""
        self.tags: list[str] = []
        self._button = ("", "")
        self.feed(page.text)
        self.action = urljoin(str(page.url), self.action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "form":
            self.action, self.method = values.get("action", ""), values.get("method", "get")
        elif tag == "input" and "name" in values:
            self.fields[values["name"]] = values.get("value", "")
        elif tag == "button":
            self._button = values.get("name", ""), values.get("value", "")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._button[0]:
            self.buttons[data.strip()] = "=".join(self._button)
            self._button = ("", "")


class Browser:
    """Keeps cookies, follows redirections within one origin and stops at the first foreign one."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.http = httpx.Client(follow_redirects=False, trust_env=False, timeout=10)

    def open(self, url: str) -> httpx.Response:
        """Open an address."""
        return self._settle(self.http.get(url))

    def submit(self, page: httpx.Response, press: str = "", **values: str) -> httpx.Response:
        """Fill the form of a page in, press a button and give what comes next."""
        form = Form(page)
        assert set(values) <= set(form.fields), f"no such field: {form.fields}"
        data = {**form.fields, **values}
        if press:
            name, _, value = form.buttons[press].partition("=")
            data[name] = value
        return self._settle(self.http.request(form.method, form.action, data=data))

    def sign_in(self, url: str, username: str, password: str) -> httpx.Response:
        """Open an authorisation address as somebody; give the consent page, or what comes instead."""
        page = self.open(url)
        return self.submit(page, username=username, password=password)

    def close(self) -> None:
        """Close the browser."""
        self.http.close()

    def _settle(self, response: httpx.Response) -> httpx.Response:
        while response.is_redirect:
            target = urljoin(str(response.url), response.headers["location"])
            if "{0.scheme}://{0.netloc}".format(urlsplit(target)) != self.origin:
                break
            response = self.http.get(target)
        return response
