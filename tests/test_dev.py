"""The commands of scripts/dev.py, on a small project of its own with a stand-in for yanlu."""

import ast
import importlib.metadata
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import preview

# Writes a page for each raw file, with the template at its end, where its text changed; the exit code
# is what the editor's file says.
YANLU = """
import os
import sys
from pathlib import Path

code = int(Path("corpus/editor/code").read_text())
if code > 1:
    print("the editor's file is wrong", flush=True)
    sys.exit(code)
Path("docs/speeches").mkdir(exist_ok=True)
template = Path("scripts/yanlu/templates/page.j2").read_text(encoding="utf-8")
for raw in Path("corpus/raw").iterdir():
    page, text = Path("docs/speeches", raw.stem + ".md"), raw.read_text(encoding="utf-8") + template
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")
sys.exit(code)
"""
FILES = {
    "corpus/raw/one.txt": "# 一\n\n同志们：\n",
    "corpus/raw/two.txt": "# 二\n\n朋友们：\n",
    "corpus/editor/code": "0",
    "scripts/yanlu/__main__.py": YANLU,
    "scripts/yanlu/templates/page.j2": "",
    "docs/index.md": "# 首页\n",
    "mkdocs.yml": "site_name: t\ntheme: mkdocs\nplugins: []\nuse_directory_urls: false\n",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def load(folder: Path) -> Any:
    """The dev.py of a project, as a module."""
    spec = importlib.util.spec_from_file_location("dev", folder / "scripts" / "dev.py")
    assert spec and spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lend_environment(folder: Path) -> None:
    """Give a project a .venv that counts as installed: the packages are those that run this test."""
    venv.create(folder / ".venv", symlinks=os.name != "nt")
    (site_packages,) = folder.glob(".venv/[Ll]ib/**/site-packages")
    paths = [str(folder / "scripts"), sysconfig.get_path("purelib")]
    (site_packages / "lent.pth").write_text("\n".join(paths), encoding="utf-8")
    dev = load(folder)
    dev.STAMP.write_text(dev.wanted_environment())


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    for name in ("dev.py", "preview.py", "slim.py", "constraints.txt"):
        shutil.copy(root / "scripts" / name, tmp_path / "scripts")
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def dev(project: Path) -> Any:
    lend_environment(project)
    return load(project)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Which Python


@pytest.mark.parametrize("version", [(3, 6), (3, 8), (3, 10), (3, 14)])
def test_another_python_gets_one_sentence(root: Path, version: tuple[int, int]) -> None:
    pretend = f"import runpy, sys; sys.version_info = {(*version, 0)}; runpy.run_path(sys.argv[1])"
    command = [sys.executable, "-c", pretend, str(root / "scripts" / "dev.py")]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 1
    assert re.fullmatch(rf"Python {version[0]}\.{version[1]} .*install Python 3\.11.*\n", result.stderr)


def test_an_old_python_can_parse_dev_py(root: Path) -> None:
    """Else it would print a SyntaxError instead of the sentence."""
    ast.parse((root / "scripts" / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_pyproject_names_the_same_pythons(root: Path) -> None:
    dev, project = load(root), tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (oldest, newest), pattern = (dev.OLDEST[1], dev.NEWEST[1]), ">=3.{},<3.{}"
    assert project["requires-python"] == pattern.format(oldest, newest + 1)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_gets_one_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """As on Debian, where python3-venv is a package of its own."""
    dev = load(project)
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else found(name))
    with pytest.raises(SystemExit, match=r"apt install python3\.1\d-venv"):
        dev.ensure_environment()
    assert not dev.VENV.exists()


# The environment


@pytest.fixture
def installs(project: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[str]]:
    """A dev.py whose installations are written down instead of done."""
    dev, done = load(project), []

    def create(folder: Path, **options: bool) -> None:
        write(folder, {str(dev.PYTHON.relative_to(folder)): ""})

    monkeypatch.setattr(venv, "create", create)
    monkeypatch.setattr(dev, "run", lambda *args: done.append(args[0]) or 0)
    return dev, done


@pytest.mark.parametrize(
    ("name", "before", "after", "again"),
    [
        ("scripts/constraints.txt", "mkdocs==1.6.1", "mkdocs==1.6.0", True),
        ("pyproject.toml", '"jinja2",', '"jinja2", "attrs",', True),
        ("pyproject.toml", "line-length = 110", "line-length = 100", False),
    ],
)
def test_environment_is_made_again_when_it_must(
    project: Path, installs: tuple[Any, list[str]], name: str, before: str, after: str, again: bool
) -> None:
    dev, done = installs
    dev.ensure_environment()
    dev.ensure_environment()
    assert done == ["pip"]
    text = (project / name).read_text(encoding="utf-8")
    assert before in text
    (project / name).write_text(text.replace(before, after), encoding="utf-8")
    dev.ensure_environment()
    assert done == (["pip", "pip"] if again else ["pip"])


def test_environment_is_made_again_when_its_python_is_gone(installs: tuple[Any, list[str]]) -> None:
    dev, done = installs
    dev.ensure_environment()
    dev.PYTHON.unlink()
    dev.ensure_environment()
    assert done == ["pip", "pip"]


@pytest.mark.parametrize(("end", "error"), [("interrupt", KeyboardInterrupt), ("failure", SystemExit)])
def test_an_unfinished_installation_is_done_again(
    installs: tuple[Any, list[str]], monkeypatch: pytest.MonkeyPatch, end: str, error: type[BaseException]
) -> None:
    dev, done = installs

    def unfinished(*args: str) -> int:
        if end == "interrupt":
            raise KeyboardInterrupt
        return 1

    with monkeypatch.context() as patch, pytest.raises(error):
        patch.setattr(dev, "run", unfinished)
        dev.ensure_environment()
    dev.ensure_environment()
    assert done == ["pip"]


def test_every_installed_package_is_pinned(root: Path) -> None:
    """What is not pinned changes from one day to the next."""
    pins = re.findall(r"^([\w.-]+)==(\S+)", (root / "scripts" / "constraints.txt").read_text(), re.MULTILINE)
    installed = {
        (re.sub(r"[-_.]+", "-", distribution.name).lower(), distribution.version)
        for distribution in importlib.metadata.distributions()
    }
    own = {(name, version) for name, version in installed if name in ("pip", "setuptools", "yanlu")}
    assert installed - own <= set(pins)


@pytest.mark.parametrize("python", ["3.11.2", "3.12.0", "3.13.0"])
def test_every_installed_package_runs_on_each_python(python: str) -> None:
    """Debian 12 has 3.11.2, and some packages ask for a later 3.11."""
    unfit = [
        f"{distribution.name} {distribution.version} needs Python {needed}"
        for distribution in importlib.metadata.distributions()
        if (needed := distribution.metadata.get("Requires-Python"))
        and not SpecifierSet(needed).contains(python)
    ]
    assert not unfit


def test_every_needed_package_is_pinned_once(root: Path) -> None:
    lines = (root / "scripts" / "constraints.txt").read_text().splitlines()
    pinned = [line.partition("==")[0] for line in lines if line and not line.startswith("#")]
    assert len(pinned) == len(set(pinned))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert {Requirement(one).name for one in needed} <= set(pinned)


# build


def test_build_makes_the_site(project: Path, dev: Any) -> None:
    assert dev.build() == 0
    assert "同志们" in (project / "site/speeches/one.html").read_text(encoding="utf-8")
    assert not list(project.glob("site.*"))


@pytest.mark.parametrize("broken", ["[x](no-such-page.md)", "[x](#no-such-anchor)"])
def test_a_failed_build_leaves_the_last_site(project: Path, dev: Any, broken: str) -> None:
    validation = "validation: {anchors: warn}\n"
    write(project, {"mkdocs.yml": FILES["mkdocs.yml"] + validation})
    assert dev.build() == 0
    before = tree(project / "site")
    write(project, {"docs/index.md": f"# 首页二\n\n{broken}\n"})
    assert dev.build() == 1
    assert tree(project / "site") == before
    assert not list(project.glob("site.*"))


def test_what_an_interrupted_build_left_is_cleared_away(project: Path, dev: Any) -> None:
    write(project, {"site.new/half.html": "", "site.old/gone.html": "", "site/gone.html": ""})
    assert dev.build() == 0
    assert not list(project.glob("site.*"))
    assert not (project / "site/gone.html").exists()


def test_a_swap_interrupted_half_way_is_undone(project: Path, dev: Any) -> None:
    """The last good site is then the one that was already set aside."""
    write(project, {"site.old/good.html": "good", "docs/index.md": "[x](no-such-page.md)"})
    assert dev.build() == 1
    assert tree(project / "site") == {"good.html": b"good"}


@pytest.mark.parametrize(("code", "built"), [(0, True), (1, True), (2, False), (70, False)])
def test_exit_code_of_yanlu_build(project: Path, dev: Any, code: int, built: bool) -> None:
    """1 means that some raw files could not be read, and the site of the others is whole."""
    write(project, {"corpus/editor/code": str(code)})
    assert dev.build() == code
    assert (project / "site").exists() is built


def archive(project: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(project / "site/yanlu.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


ABOUT = '# 关于\n\n<p><a class="whole-site" hidden>整个网站（{size}）</a></p>\n'


def test_the_site_holds_a_zip_of_itself_and_says_its_size(project: Path, dev: Any) -> None:
    write(project, {"docs/about.md": ABOUT, "docs/data/x.json": "{}"})
    assert dev.build() == 0
    packed, site = archive(project), tree(project / "site")
    size = f"{len(site.pop('yanlu.zip')) / 1e6:.1f} MB"
    shown = f'<a class="whole-site" href="yanlu.zip" download>整个网站（{size}）</a>'
    assert shown in site.pop("about.html").decode()
    assert '<a class="whole-site" hidden>' in packed.pop("yanlu/about.html").decode()
    assert packed == {f"yanlu/{Path(name).as_posix()}": content for name, content in site.items()}
    assert list(packed) == sorted(packed)


def test_the_same_site_is_packed_into_the_same_bytes(project: Path, dev: Any) -> None:
    assert dev.build() == 0
    first = (project / "site/yanlu.zip").read_bytes()
    for path in (project / "site").rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    (project / "site/yanlu.zip").unlink()
    dev.pack(project / "site")
    assert (project / "site/yanlu.zip").read_bytes() == first


SCRIPT = (
    "// @ts-check\n/** Why. */\nexport function act(value) {\n  return value?.at(-1) ?? `a  //b`; // c\n}\n"
)


def test_our_scripts_and_styles_are_published_small(project: Path, dev: Any) -> None:
    """Without comments and spaces, and no otherwise; not the theme's, and not those of the preview."""
    style = "/* Why. */\np :is(a, b) {\n  width: calc(1px + 2px);\n}\n"
    write(
        project,
        {"docs/assets/own.js": SCRIPT, "docs/assets/own.css": style, "docs/assets/theme/other.js": SCRIPT},
    )
    assert dev.build() == 0
    assets = {
        Path(name).as_posix(): content.decode() for name, content in tree(project / "site/assets").items()
    }
    assert assets == {
        "own.js": "export function act(value){return value?.at(-1)??`a  //b`;}",
        "own.css": "p :is(a,b){width:calc(1px + 2px)}",
        "theme/other.js": SCRIPT,
    }
    assert archive(project)["yanlu/assets/own.js"].decode() == assets["own.js"]
    assert dev.build_site(dev.PREVIEW) and (dev.PREVIEW / "assets/own.js").read_text() == SCRIPT


def test_the_preview_is_not_packed(project: Path, dev: Any) -> None:
    assert dev.write_pages() == 0 and dev.build_site(dev.PREVIEW)
    assert not (dev.PREVIEW / "yanlu.zip").exists()


# serve


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda folder: (folder / "a.txt").write_text("longer"), True),
        (lambda folder: os.utime(folder / "a.txt", ns=(1, 1)), True),
        (lambda folder: (folder / "a.txt").unlink(), True),
        (lambda folder: (folder / "a.txt").rename(folder / "b.txt"), True),
        (lambda folder: write(folder, {"sub/.hidden/new.txt": ""}), True),
        (lambda folder: write(folder, {".a.txt.swp": "", ".#a.txt": "", "#a.txt#": "", "a.txt~": ""}), False),
        (lambda folder: write(folder, {"__pycache__/a.pyc": ""}), False),
        (lambda folder: (folder / "a.txt").read_text(), False),
    ],
)
def test_what_counts_as_a_change(tmp_path: Path, change: Callable[[Path], object], seen: bool) -> None:
    write(tmp_path, {"a.txt": "text"})
    before = preview.snapshot(tmp_path)
    change(tmp_path)
    assert (preview.snapshot(tmp_path) != before) is seen


def test_a_single_file_is_watched_too(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": "site_name: t", "other": ""})
    assert [Path(path).name for path, *_ in preview.snapshot(tmp_path / "mkdocs.yml")] == ["mkdocs.yml"]


@pytest.mark.parametrize(
    "files",
    [
        {"corpus/raw/one.txt": "# 一\n\n改过的", "corpus/raw/two.txt": "# 二\n\n改过的"},
        {"scripts/yanlu/templates/page.j2": "改过的"},
        {"docs/index.md": "# 改过的"},
        {"docs/.overrides/main.html": "改过的"},
        {"mkdocs.yml": FILES["mkdocs.yml"] + "site_author: 改过的\n"},
    ],
)
def test_one_build_for_one_change(dev: Any, project: Path, files: dict[str, str]) -> None:
    """Whatever was touched, and though a build itself writes pages."""
    watch = dev.watch()
    assert watch.catch_up() is True
    assert watch.catch_up() is False
    write(project, files)
    assert watch.catch_up() is True
    assert watch.catch_up() is False


def test_no_build_where_no_page_changes(dev: Any, project: Path) -> None:
    watch = dev.watch()
    assert watch.catch_up() is True
    write(project, {"corpus/editor/comment.toml": "# only a comment"})
    assert watch.catch_up() is False


def test_one_build_for_many_files_saved_one_after_the_other(
    dev: Any, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build waits until a whole poll brings no further change."""
    watch, polls = dev.watch(), iter(range(100))
    assert watch.catch_up() is True

    def save_one(seconds: float) -> None:
        if (number := next(polls)) < 3:
            write(project, {f"corpus/raw/{number}.txt": "# 新"})

    with monkeypatch.context() as patch:
        patch.setattr(preview, "time", SimpleNamespace(sleep=save_one))
        assert watch.catch_up() is True
    assert {"0.html", "1.html", "2.html"} <= {path.name for path in dev.PREVIEW.glob("speeches/*.html")}
    assert watch.catch_up() is False


def test_a_change_during_a_build_is_not_missed(
    dev: Any, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages = dev.write_pages

    def saved_meanwhile() -> int:
        code: int = write_pages()
        write(project, {"corpus/raw/one.txt": "# 一\n\n刚刚保存"})
        return code

    watch = dev.watch()
    watch.write_pages = saved_meanwhile
    assert watch.catch_up() is True
    watch.write_pages = write_pages
    assert watch.catch_up() is True
    assert "刚刚保存" in (dev.PREVIEW / "speeches/one.html").read_text(encoding="utf-8")


def test_a_wrong_file_keeps_the_last_good_preview(
    dev: Any, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    watch = dev.watch()
    assert watch.catch_up() is True
    before = tree(dev.PREVIEW)
    write(project, {"corpus/editor/code": "2", "corpus/raw/one.txt": "# 一\n\n改过的"})
    assert watch.catch_up() is False
    assert "the editor's file is wrong" in capfd.readouterr().out
    assert tree(dev.PREVIEW) == before
    write(project, {"corpus/editor/code": "0"})
    assert watch.catch_up() is True
    assert "改过的" in (dev.PREVIEW / "speeches/one.html").read_text(encoding="utf-8")


class Server:
    """A running `dev.py serve`."""

    def __init__(self, project: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.command = [sys.executable, str(project / "scripts/dev.py"), "serve", "--port", str(self.port)]
        self.log = project / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command, cwd=project.parent, stdout=log, stderr=log, start_new_session=True
            )

    def wait_for(self, condition: Callable[[], bool], seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end and self.process.poll() is None, self.printed()
            time.sleep(0.05)

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def builds(self) -> int:
        return self.printed().count("Building documentation")

    def get(self, address: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=30) as answer:
            return str(answer.read().decode())

    def interrupt(self) -> int:
        """What Ctrl-C does: it reaches everything that runs in the terminal."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def start() -> Iterator[Callable[[Path], Server]]:
    started: list[Server] = []

    def start_one(project: Path) -> Server:
        # A run that was started in the background ignores Ctrl-C, and so would what it starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        started.append(Server(project))
        started[-1].wait_for(lambda: "Serving at" in started[-1].printed())
        return started[-1]

    yield start_one
    for server in started:
        if server.process.poll() is None:
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait(30)


def test_serve_shows_changes_and_ends_quietly(
    dev: Any, project: Path, start: Callable[[Path], Server]
) -> None:
    server = start(project)
    assert "同志们" in server.get("/speeches/one.html")
    shown = server.get("/dev-built")
    assert f'data-built="{shown}"' in server.get("/")

    write(project, {"corpus/raw/one.txt": "# 一\n\n改过的"})
    server.wait_for(lambda: "改过的" in server.get("/speeches/one.html"))
    server.wait_for(lambda: server.get("/dev-built") != shown)
    assert "location.reload()" in server.get("/dev-reload.js")

    second = subprocess.run(server.command, capture_output=True, text=True)
    assert second.returncode == 1
    assert re.fullmatch(rf"Port {server.port} cannot be used .*\n", second.stderr)

    assert server.interrupt() == 0
    assert "Traceback" not in server.printed()
    assert server.builds() == 2


def shown_in(folder: Path, text: str) -> str:
    """The address of the first page below the folder that shows the text, or nothing."""
    pages = sorted(folder.rglob("*.html"))
    found = [page for page in pages if text in page.read_text(encoding="utf-8")]
    return "/" + found[0].relative_to(folder).as_posix() if found else ""


SPEECH = """在试验工作会议上的讲话
（2020年1月2日）

同志们：

　　今天我们开一次试验工作会议，主要任务是检验文件改动以后页面是否随之改动。下面，我讲几点意见。

　　第一，要把工作做细做实。{}，各部门要按照分工抓好落实，不能停留在口头上，更不能走过场。

　　第二，要加强检查督促。对发现的问题要及时整改，对好的做法要认真总结，努力把各项工作提高到新的水平。

　　谢谢大家！
"""


def test_serve_follows_a_raw_file_of_the_real_project(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Callable[[Path], Server]
) -> None:
    """All of the project but its corpus, for which one file stands, that no ledger knows yet."""
    monkeypatch.delenv("CI", raising=False)
    for name in ("docs", "scripts", "mkdocs.yml", "pyproject.toml"):
        (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, tmp_path / name)
    lend_environment(tmp_path)
    write(tmp_path, {"corpus/raw/trial.txt": SPEECH.format("头一句话在这里")})
    server, preview = start(tmp_path), tmp_path / ".cache" / "preview"
    assert "头一句话在这里" in server.get(shown_in(preview, "头一句话在这里"))
    shown = server.get("/dev-built")
    write(tmp_path, {"corpus/raw/trial.txt": SPEECH.format("后一句话在这里")})
    server.wait_for(lambda: server.get("/dev-built") != shown)
    assert "后一句话在这里" in server.get(shown_in(preview, "后一句话在这里"))
    assert not shown_in(preview, "头一句话在这里")
    assert server.builds() == 2


# test


def program(folder: Path, name: str, code: str = "exit 0") -> str:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{code}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def machine(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Path]:
    """dev.py on a machine without a browser, whose only programs are in the folder."""
    dev, programs = load(root), tmp_path / "bin"
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("YANLU_BROWSER", raising=False)
    monkeypatch.setattr(dev, "BROWSER_PATHS", ())
    monkeypatch.setattr(dev, "run", lambda *args: 1)  # Playwright's download fails
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(programs, "fc-list", "echo NotoSansCJK.ttc")
    return dev, programs


def test_browser_on_the_machine(machine: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is named, else the first in the usual order that starts."""
    dev, programs = machine
    assert dev.find_browser() is None
    chrome = program(programs, "google-chrome")
    assert dev.find_browser() == chrome
    program(programs, "chromium-browser", "echo install the snap; exit 1")
    assert dev.find_browser() == chrome
    chromium = program(programs, "chromium")
    assert dev.find_browser() == chromium
    shell = program(programs, "chromium-headless-shell")
    assert dev.find_browser() == shell
    named = program(programs, "my-browser")
    monkeypatch.setenv("YANLU_BROWSER", named)
    assert dev.find_browser() == named


def test_browser_from_playwright(
    machine: tuple[Any, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev, _ = machine
    own = program(tmp_path, "chrome-of-playwright")
    asked = []
    monkeypatch.setattr(dev, "run", lambda *args: asked.append(args) or 0)
    monkeypatch.setattr(dev, "PYTHON", program(tmp_path, "python", f"echo {own}"))
    assert dev.find_browser() == own
    assert asked == [("playwright", "install", "chromium")]


APT_GET = """
echo "$*" >> {log}
case "$*" in *install*{has}) printf '#!/bin/sh\n' > {bin}/$4; {chmod} 755 {bin}/$4;; *install*) exit 100;; esac
"""


@pytest.mark.parametrize("has", ["chromium-headless-shell", "chromium"])
def test_browser_from_debian(
    machine: tuple[Any, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has: str
) -> None:
    """Only with the rights to install it. One that is installed is not asked for again."""
    dev, programs = machine
    log = tmp_path / "apt.log"
    chmod = shutil.which("chmod", path=os.defpath)
    program(programs, "apt-get", APT_GET.format(log=log, bin=programs, chmod=chmod, has=has))
    assert dev.find_browser() is None and not log.exists()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert dev.find_browser() == str(programs / has)
    assert log.read_text().splitlines()[-1] == f"-q install -y {has}"
    log.unlink()
    monkeypatch.setenv("YANLU_BROWSER", str(programs / has))
    assert dev.find_browser() == str(programs / has) and not log.exists()


def test_font_from_debian(machine: tuple[Any, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, a browser draws boxes for Chinese characters."""
    dev, programs = machine
    log = tmp_path / "apt.log"
    shell = program(programs, "chromium-headless-shell")
    program(programs, "apt-get", f'echo "$*" >> {log}')
    program(programs, "fc-list")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    assert dev.find_browser() == shell
    assert log.read_text().splitlines() == ["-q update", "-q install -y fonts-noto-cjk"]


@pytest.mark.parametrize(
    ("failing", "code", "said"),
    [("", 0, ""), ("mypy", 1, "FAILED: mypy\n"), ("pytest", 1, "FAILED: pytest\n")],
)
def test_every_check_runs_and_failures_are_named(
    dev: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failing: str,
    code: int,
    said: str,
) -> None:
    ran: list[tuple[str, ...]] = []

    def run(*args: str, **variables: str) -> int:
        ran.append(args)
        assert variables == ({"YANLU_BROWSER": "/bin/chrome"} if args[0] == "pytest" else {})
        return 3 if args[0] == failing else 0

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "build_site", lambda target, *options: True)
    monkeypatch.setattr(dev, "find_browser", lambda: "/bin/chrome")
    assert dev.main(["test", "-k", "name", "--maxfail=1", "tests/test_dev.py"]) == code
    assert [args[0] for args in ran] == ["ruff", "ruff", "mypy", "yanlu", "pytest"]
    assert ran[-1][-4:] == ("-k", "name", "--maxfail=1", "tests/test_dev.py")
    assert capsys.readouterr().out == said


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_a_browser_it_is_said(
    dev: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(dev, "run", lambda *args, **variables: 0)
    monkeypatch.setattr(dev, "build_site", lambda target, *options: True)
    monkeypatch.setattr(dev, "find_browser", lambda: None)
    assert dev.test([]) == code
    assert "Browser tests NOT RUN" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["deploy"], ["build", "-k"], ["serve", "--port", "http"]])
def test_wrong_usage(dev: Any, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        dev.main(arguments)
    assert ended.value.code == 2
