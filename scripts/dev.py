#!/usr/bin/env python3
"""Set up, serve, build and test the site. Needs Python 3.11, 3.12 or 3.13 with pip; nothing else.

    python3 scripts/dev.py serve [--port 8000]   build the site and serve it with live reload
    python3 scripts/dev.py build                 build the whole site into site/
    python3 scripts/dev.py test [PYTEST OPTION]  lint, type-check, build strictly, run every test

The exit code is 0 if all went well; 1 if something failed, or if the site was built but some
raw files could not be read; 2 if the command, a file of the editor's or the ledger is wrong;
3 under CI if the ledger is behind; 70 if yanlu itself is at fault.

This file runs on the standard library alone: it makes .venv, installs into it what
pyproject.toml names in the versions of constraints.txt, and runs the rest with .venv's Python.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
if not OLDEST <= sys.version_info[:2] <= NEWEST:  # before anything that an old Python cannot run
    sys.exit("Python {}.{} cannot run this project: install Python 3.11, 3.12 or 3.13 and start "
             "this command with it.".format(*sys.version_info[:2]))  # fmt: skip

import preview  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-from"
USUAL = {
    "SOURCE_DATE_EPOCH": "0",  # MkDocs stamps the sitemap with it; two builds must be byte for byte the same
    "NO_MKDOCS_2_WARNING": "1",  # Material's banner; what it says stands in constraints.txt
    "PYTHONUTF8": "1",  # or Chinese cannot be printed in some terminals of Windows
}

SITE = ROOT / "site"  # what is published
ARCHIVE = "yanlu.zip"  # the whole site in one file, inside it
ARCHIVE_LINK = ('<a class="whole-site" hidden>', "{size}")  # on the about page: completed by `build`
PREVIEW = ROOT / ".cache" / "preview"  # what `serve` shows

# A change in SOURCES changes what `yanlu build` writes; a change in PAGES only the site around it.
SOURCES = (ROOT / "corpus", ROOT / "scripts" / "yanlu")
PAGES = (ROOT / "docs", ROOT / "mkdocs.yml")
PAGES_WRITTEN = (0, 1)  # the exit codes of `yanlu build` after which the pages are whole

CODE = ("scripts", "tests")
SHELL = "chromium-headless-shell"  # Chromium without the windows that nobody sees: a new page in a quarter of the time
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def run(*args: str, **variables: str) -> int:
    """Run a module with .venv's Python in the project's folder; its exit code."""
    return subprocess.run([PYTHON, "-m", *args], cwd=ROOT, env=os.environ | USUAL | variables).returncode


# The environment


def wanted_environment() -> str:
    """A fingerprint of all that .venv depends on; the settings of ruff and the like are no part of it."""
    import tomllib  # not in Python 3.10

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project["tool"] = project["tool"]["setuptools"]
    pins = (ROOT / "scripts" / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256(json.dumps([project, pins, sys.version, str(ROOT)]).encode()).hexdigest()


def ensure_environment() -> None:
    """Make .venv anew unless it is what pyproject.toml and constraints.txt ask for.

    The stamp is written last, so that an interrupted or failed installation is done again.
    """
    wanted = wanted_environment()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = "{}.{}".format(*sys.version_info[:2])
        sys.exit(f"This Python cannot make a virtual environment: install its venv module "
                 f"(on Debian or Ubuntu: apt install python{version}-venv).")  # fmt: skip
    print("Installing into .venv what pyproject.toml names; this takes a minute.", flush=True)
    import venv

    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f".venv could not be made: {error}.")
    if run("pip", "install", "-qq", "--disable-pip-version-check",
           "--constraint", "scripts/constraints.txt", "--editable", ".[test]"):  # fmt: skip
        sys.exit("The packages could not be installed: see pip's message above; it needs the network.")
    STAMP.write_text(wanted)


# The site


def write_pages() -> int:
    """Write the generated pages: 0, or 1 if some raw files could not be read and the rest is whole.

    Any other exit code means that no page is to be used.
    """
    return run("yanlu", "build")


def build_site(target: Path, *options: str) -> bool:
    """Build the site beside ``target`` and put it in its place only when it is complete."""
    new, old = target.with_name(target.name + ".new"), target.with_name(target.name + ".old")
    if old.exists() and not target.exists():
        old.rename(target)  # an earlier swap was interrupted between its two steps
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    # `--quiet` must never be added: with it, `--strict` passes a site with broken links.
    complete = run("mkdocs", "build", "--site-dir", str(new), *options) == 0
    if complete and target == SITE:
        complete = run("scripts.slim", str(new / "assets")) == 0
    if complete:
        if target == SITE:
            pack(new)
        if target.exists():
            target.rename(old)
        new.rename(target)
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    return complete


def pack(site: Path) -> None:
    """Put a zip of the site into it and show its link, with the size. The same site, the same bytes.

    The copy of the about page in the zip has no link: unpacked on a stick, it would lead nowhere.
    """
    files = sorted((path.relative_to(site).as_posix(), path) for path in site.rglob("*") if path.is_file())
    with zipfile.ZipFile(site / ARCHIVE, "w") as archive:
        for name, path in files:
            entry = zipfile.ZipInfo(f"yanlu/{name}", (1980, 1, 1, 0, 0, 0))  # the oldest time a zip can hold
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # readable; the same on Windows
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    about = site / "about.html"
    if about.exists():
        size = f"{(site / ARCHIVE).stat().st_size / 1e6:.1f} MB"
        hidden, text, shown = *ARCHIVE_LINK, f'<a class="whole-site" href="{ARCHIVE}" download>'
        before, found, after = about.read_text(encoding="utf-8").partition(hidden)
        after = after.replace(text, size, 1) if found else after
        about.write_bytes((before + (shown if found else "") + after).encode())


def build() -> int:
    """Write the pages and the site; see the exit codes at the top."""
    code = write_pages()
    if code not in PAGES_WRITTEN:
        return code
    return code if build_site(SITE, "--strict") else 1


# Serving


def watch() -> preview.Watch:
    """What `serve` builds with: the preview has the site's pages, but not its zip."""
    return preview.Watch(SOURCES, PAGES, write_pages, PAGES_WRITTEN, lambda: build_site(PREVIEW))


# Testing


def works(browser: str | None) -> bool:
    """Does this program start at all? A system library may be missing, or it may only advertise a snap."""
    if not browser or os.name == "nt":  # there, asking for the version opens a window
        return bool(browser) and Path(str(browser)).is_file()
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        return subprocess.run([browser, "--version"], capture_output=True, timeout=60).returncode == 0
    return False


def installed_browser() -> str | None:
    """The browser that YANLU_BROWSER names, or the first one found in the usual places."""
    names = [os.environ.get("YANLU_BROWSER"), *map(shutil.which, BROWSERS), *BROWSER_PATHS]
    return next((name for name in names if works(name)), None)


def playwright_browser() -> str | None:
    """Playwright's own Chromium, downloaded if need be."""
    if run("playwright", "install", "chromium"):
        return None
    asked = subprocess.run([PYTHON, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True)
    path = asked.stdout.strip()
    return path if works(path) else None


def apt_install(package: str) -> bool:
    """Install a Debian package, where that is possible without asking for a password: in a container."""
    if not hasattr(os, "geteuid") or os.geteuid() or not shutil.which("apt-get"):
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "-q", "update"], ["apt-get", "-q", "install", "-y", package])
    return all(subprocess.run(command, env=quiet).returncode == 0 for command in commands)


def has_chinese_font() -> bool:
    """Can pages be drawn with Chinese characters? Assumed everywhere but on Linux."""
    if not sys.platform.startswith("linux"):
        return True
    fc_list = shutil.which("fc-list")
    return bool(fc_list and subprocess.run([fc_list, ":lang=zh"], capture_output=True).stdout.strip())


def find_browser() -> str | None:
    """A browser that works: the one that is named, else Debian's without windows, the machine's, or Playwright's."""
    if not (os.environ.get("YANLU_BROWSER") or shutil.which(SHELL)):
        apt_install(SHELL)
    browser = installed_browser()
    if not browser and apt_install("chromium"):
        browser = installed_browser()
    if not has_chinese_font():
        apt_install("fonts-noto-cjk")
    return browser or playwright_browser()


def test(pytest_options: list[str]) -> int:
    """Run every check, and name those that failed at the end."""
    failed = [
        " ".join(check)
        for check in (("ruff", "check", *CODE), ("ruff", "format", "--check", *CODE), ("mypy",))
        if run(*check)
    ]
    if build():
        failed.append("build")
    browser = find_browser()
    # The tests of one file stay in one process: they share what they build.
    if run("pytest", "-n", "auto", "--dist", "loadfile", *pytest_options, YANLU_BROWSER=browser or ""):
        failed.append("pytest")
    if not browser:
        print("Browser tests NOT RUN: install Chromium or Chrome, or name one in YANLU_BROWSER.")
        failed += ["browser tests"] if os.environ.get("CI") == "true" else []
    if failed:
        print("FAILED: " + ", ".join(failed))
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="serve | build | test")
    commands.add_parser("serve").add_argument("--port", type=int, default=8000)
    commands.add_parser("build")
    commands.add_parser("test", add_help=False)
    options, others = parser.parse_known_args(arguments)
    if others and options.command != "test":
        parser.error(f"{options.command} does not know {' '.join(others)}")
    ensure_environment()
    if options.command == "serve":
        return preview.serve(PREVIEW, options.port, watch())
    return build() if options.command == "build" else test(others)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
