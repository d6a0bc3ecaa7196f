"""The pages' shell: what people, search engines and link previews get before any script runs."""

import json
import re

import pytest
from django.db import OperationalError
from django.test import Client

from explorer.domain.document import graph_from_json
from explorer.store import reads, writes

MANIFEST = {
    "src/main.tsx": {
        "file": "assets/main-1.js",
        "isEntry": True,
        "assets": ["assets/text-7.woff2", "assets/code-8.woff2"],
        "imports": ["_c.js"],
    },
    "src/view/architecture/page.tsx": {
        "file": "assets/page-5.js",
        "isDynamicEntry": True,
        "imports": ["_c.js", "src/main.tsx"],
    },
    "style.css": {"file": "assets/style-2.css", "src": "style.css"},
    "_c.js": {"file": "assets/c-3.js", "imports": ["_c.js"]},
}


@pytest.fixture
def dist(settings, tmp_path):
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


@pytest.fixture
def page(catalogue_loaded, db, dist):
    def get(path, **options):
        return Client(raise_request_exception=False).get(path, **options)

    return get


def text(response):
    return response.content.decode()


def test_an_architecture_says_what_it_is_without_script(page):
    response = page("/a/resnet50")
    assert response.status_code == 200
    html = text(response)
    assert "<title>ResNet-50 · Layerscope</title>" in html
    assert '<meta property="og:description" content="ResNet-50: 25.6 M parameters, 4.09 GMACs">' in html
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    without_script = html.split("<noscript>")[1]
    for fact in ("25.6 M", "4.09 G", "85.6 MB", "23.87 %", "/api/architectures/resnet50/"):
        assert fact in without_script


def test_the_shell_loads_the_bundle_and_nothing_inline(page):
    html = text(page("/"))
    assert '<script src="/static/theme.js"></script>' in html
    assert '<script type="module" src="/static/assets/main-1.js" blocking="render"></script>' in html
    assert '<link rel="modulepreload" href="/static/assets/c-3.js">' in html
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', html) == ["/static/assets/style-2.css"]
    assert '<link rel="preload" as="font" type="font/woff2" crossorigin href="/static/assets/text-7.woff2">' in html
    assert "code-8" not in html, "it is written in later"
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)
    assert html.index("theme.js") < html.index("stylesheet"), "the theme is known before the first paint"


def test_an_architecture_s_page_is_fetched_before_its_script_asks(page):
    def fetched(address):
        return re.findall(
            r'<link rel="(?:module)?preload" (?:as="fetch" crossorigin )?href="([^"]+)"', text(page(address))
        )

    code, data = ["/static/assets/c-3.js", "/static/assets/page-5.js"], "/api/architectures/resnet50/"
    assert sorted(fetched("/a/resnet50?metric=macs")) == sorted([*code, data, f"{data}costs/"])
    assert sorted(fetched("/a/resnet50?batch=8")) == sorted([*code, data]), "another report will be asked for"
    assert fetched("/") == ["/static/assets/c-3.js"]


def test_the_gallery_lists_everything_for_those_without_script(page):
    html = text(page("/"))
    for slug in ("alexnet", "vgg16", "resnet152"):
        assert f'<a href="/a/{slug}">' in html


@pytest.mark.parametrize("path", ["/a/nope", "/c/nope", "/nope", "/a/", "/a/resnet50/", "/history", "/%00", "/%ff/x"])
def test_unknown_addresses_are_the_shell_with_404(page, path):
    response = page(path)
    assert response.status_code == 404
    assert '<div id="app">' in text(response)


def test_a_working_comparison_is_named_after_what_it_compares(page):
    html = text(page("/compare?a=vgg16&a=alexnet&a=vgg16&a=nope&a=%00"))
    assert "<title>VGG-16 and AlexNet compared · Layerscope</title>" in html
    assert "VGG-16: 138 M parameters, 15.5 GMACs; AlexNet: 61.1 M" in html
    assert page("/compare").status_code == 200


def test_a_shared_comparison(page):
    items = [{"slug": "x", "name": name} for name in ("A", "B", "<C>")]
    made = writes.comparison_create(document={"items": items, "view": {}})
    response = page(f"/c/{made.slug}")
    assert response.status_code == 200
    assert '<meta name="description" content="A; B; &lt;C&gt;">' in text(response)


def test_names_that_visitors_chose_are_text(page):
    sha256 = reads.architecture_graph(slug="resnet18").graph_sha256
    graph = graph_from_json(reads.graph_json(graph_sha256=sha256))
    made = writes.architecture_create(graph=graph, name='"><script>alert(1)</script>', family="Custom")
    html = text(page(f"/a/{made.slug}"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_without_a_bundle_the_page_says_how_to_build_it(page, dist):
    (dist / ".vite" / "manifest.json").unlink()
    response = page("/")
    assert response.status_code == 503
    assert "make run" in text(response)


def test_a_missing_file_is_no_page(page):
    response = page("/static/assets/old-5.js")
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_every_answer_has_the_security_headers(page):
    for path in ("/", "/nope", "/api/architectures/", "/api/nope"):
        response = page(path)
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["style-src"] == policy["worker-src"] == "'self'"
        assert policy["img-src"] == "'self' data: blob:"
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"
        assert not response.cookies
        assert "Access-Control-Allow-Origin" not in response.headers


def test_while_the_database_is_away_the_page_says_so(page, monkeypatch):
    def away(**_):
        raise OperationalError("connection to 10.0.0.7 refused")

    monkeypatch.setattr(reads, "architectures_page", away)
    for path in ("/", "/api/architectures/"):
        response = page(path)
        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert "10.0.0.7" not in text(response)


def test_a_fault_of_ours_is_a_plain_page(page, monkeypatch):
    monkeypatch.setattr(reads, "architectures_page", lambda **_: 1 / 0)
    response = page("/")
    assert response.status_code == 500
    assert "division" not in text(response)


def test_pages_only_read(page, catalogue_loaded, db):
    assert Client().post("/").status_code == 405
