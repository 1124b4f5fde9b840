"""start.py meets what a stranger's machine may hold: no network, no pip, stand-ins throughout."""

import ast
import errno
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "start.py"
shell = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def project(tmp_path):
    """A project with an empty lock, in a folder with a space in its name."""
    root = tmp_path / "a project"
    (root / "tests").mkdir(parents=True)
    shutil.copy(SOURCE, root)
    for name in ["requirements.txt", "pyproject.toml", "tests/requirements.txt"]:
        (root / name).write_text(f"# {name}\n")
    return root


@pytest.fixture
def start(project, monkeypatch):
    """start.py as a module of that project; every command it gives is noted, none is run."""
    spec = importlib.util.spec_from_file_location("start_of_a_project", project / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.installs, module.handed_over = [], []

    def run_logged(command):
        module.installs.append(command)
        if "venv" in command:
            module.PYTHON.parent.mkdir(parents=True)
            module.PYTHON.touch()

    def hand_over(command):
        module.handed_over.append(command)
        return 0

    monkeypatch.setattr(module, "run_logged", run_logged)
    monkeypatch.setattr(module, "hand_over", hand_over)
    monkeypatch.setattr(module, "who", lambda c: (c[0], "3.12" if Path(c[0]).exists() else ""))
    return module


def kinds(start):
    """What was installed, in order: "venv" or the name of a lock."""
    made = ["venv" if "venv" in command else command[-1] for command in start.installs]
    start.installs.clear()
    return [kind.replace(os.sep, "/") for kind in made]


def only_sentence(capsys):
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if not line.endswith("...")]
    assert len(lines) == 1
    assert "Traceback" not in lines[0]
    return lines[0]


# --- the environment ---------------------------------------------------------------------------


def test_the_first_start_installs_and_the_second_does_not(start):
    assert start.main(["--no-browser"]) == 0
    assert kinds(start) == ["venv", "requirements.txt"]
    assert not start.LOG.exists()
    assert start.main(["--no-browser"]) == 0
    assert kinds(start) == []
    assert len(start.handed_over) == 2


def test_test_adds_its_own_lock_and_start_keeps_it(start):
    start.main([])
    kinds(start)
    start.main(["test"])
    assert kinds(start) == ["tests/requirements.txt"]
    start.main([])
    start.main(["test"])
    assert kinds(start) == []


def test_a_half_made_environment_is_made_afresh(start):
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.touch()
    rubbish = start.VENV / "rubbish"
    rubbish.touch()
    start.main([])
    assert kinds(start) == ["venv", "requirements.txt"]
    assert not rubbish.exists()


def test_an_environment_whose_python_has_gone_is_made_afresh(start):
    start.main([])
    kinds(start)
    start.PYTHON.unlink()
    start.main([])
    assert kinds(start) == ["venv", "requirements.txt"]


def test_a_moved_environment_is_made_afresh(start):
    start.main([])
    kinds(start)
    start.STAMP.write_text(start.STAMP.read_text().replace("a project", "its old place"))
    start.main([])
    assert kinds(start) == ["venv", "requirements.txt"]


@pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml"])
def test_a_changed_lock_is_installed_into_the_same_environment(start, project, changed):
    start.main([])
    kinds(start)
    own = start.VENV / "a package of the student's own"
    own.touch()
    (project / changed).write_text("# changed\n")
    start.main([])
    assert kinds(start) == ["requirements.txt"]
    assert own.exists()


def test_going_back_to_an_older_lock_installs_that_again(start, project):
    lock = project / "requirements.txt"
    older = lock.read_text()
    for text in [older, "# newer\n", older]:
        lock.write_text(text)
        start.main([])
    assert kinds(start) == ["venv"] + ["requirements.txt"] * 3


@pytest.mark.parametrize(
    ("found", "installer"), [("/somewhere/uv", ["uv", "pip"]), (None, ["-m", "pip"])]
)
def test_uv_installs_where_there_is_one_else_pip(start, monkeypatch, found, installer):
    monkeypatch.setattr(start.shutil, "which", lambda name: found)
    start.main([])
    made, install = start.installs
    assert all(word in install for word in installer)
    assert ("uv" in made) == bool(found)


def test_foreign_packages_are_kept_out_and_the_environment_comes_first(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/foreign/packages")
    variables = start.environment()
    assert "PYTHONPATH" not in variables
    assert variables["PATH"].startswith(str(start.SCRIPTS) + os.pathsep)


# --- one sentence each -------------------------------------------------------------------------


def fail_with(start, monkeypatch, error):
    def run_logged(command):
        raise error

    monkeypatch.setattr(start, "run_logged", run_logged)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full"),
        ("There is not enough space on the disk. (os error 112)", "The disk is full"),
        ("created successfully because ensurepip is not\navailable.", "apt install python3-venv"),
        ("/usr/bin/python3: No module named venv", "apt install python3-venv"),
        ("HINT: enable Windows Long Path support", "a folder with a short name"),
        ("NewConnectionError: Failed to establish a new connection", "connect to the network"),
        ("error: Failed to fetch\n  Caused by: dns error", "connect to the network"),
        ("Packages were unavailable because the network was disabled.", "connect to the network"),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", "connect"),
        ("ReadTimeoutError: Read timed out.", "connect to the network"),
        ("error: something nobody foresaw", "remove the folder .venv"),
    ],
)  # fmt: skip
def test_what_an_installer_says_becomes_a_sentence(start, words, sentence):
    assert sentence in start.reason(words)


def test_a_failed_installation_names_its_log_and_leaves_no_stamp(start, monkeypatch, capsys):
    fail = [sys.executable, "-c", "raise SystemExit('Connection refused')"]
    monkeypatch.undo()
    monkeypatch.setattr(start, "make_venv", lambda: start.run_logged(fail))
    assert start.main([]) == 1
    sentence = only_sentence(capsys)
    assert "connect to the network" in sentence
    assert str(start.LOG) in sentence
    assert "Connection refused" in start.LOG.read_text()
    assert not start.STAMP.exists()


def test_an_interrupted_installation_leaves_no_stamp(start, monkeypatch, capsys):
    fail_with(start, monkeypatch, KeyboardInterrupt())
    assert start.main([]) == 130
    assert "start again" in only_sentence(capsys)
    assert not start.STAMP.exists()


def test_without_a_network_the_cache_of_uv_is_tried(start, monkeypatch):
    tried = []
    monkeypatch.undo()
    monkeypatch.setattr(start, "call", lambda command: tried.append(command) or len(tried) < 2)
    start.run_logged(["uv", "venv"])
    assert tried == [["uv", "venv"], ["uv", "venv", "--offline"]]


def test_a_folder_that_cannot_be_written(start, capsys):
    start.LOG.mkdir()  # stands in the way, for root as well
    assert start.main([]) == 1
    sentence = only_sentence(capsys)
    assert "cannot be written" in sentence
    assert str(start.ROOT) in sentence


def test_a_full_disk(start, monkeypatch, capsys):
    fail_with(start, monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    assert start.main([]) == 1
    assert "The disk is full" in only_sentence(capsys)


def test_a_taken_port(start, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert start.main(["--port", str(port)]) == 1
    assert f"Port {port} is taken" in only_sentence(capsys)
    assert start.installs == start.handed_over == []


@pytest.mark.parametrize("arguments", [["tset"], ["--port", "x"], ["--port", "0"], ["--nope"]])
def test_a_slip_of_the_pen(start, capsys, arguments):
    assert start.main(arguments) == 1
    only_sentence(capsys)
    assert start.installs == start.handed_over == []


# --- a suitable Python -------------------------------------------------------------------------


def test_an_old_python_can_read_it():
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))


def test_without_a_suitable_python_it_says_which_one_to_get(start, monkeypatch, capsys):
    monkeypatch.setattr(start, "who", lambda command: (command[0], ""))
    assert start.main([]) == 1
    sentence = only_sentence(capsys)
    assert start.VERSIONS[0] in sentence
    assert start.VERSIONS[-1] in sentence


def test_this_python_is_suitable(start, monkeypatch):
    monkeypatch.undo()
    assert start.who([sys.executable])[1] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert start.find_python() == sys.executable


def test_a_command_that_is_not_there_is_no_python(start, monkeypatch):
    monkeypatch.undo()
    assert start.who(["there-is-no-such-python"]) == ("", "")


def script(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


@shell
def test_another_python_takes_over_and_a_broken_one_is_passed_by(start, tmp_path, monkeypatch):
    monkeypatch.undo()
    script(tmp_path / "bin" / "python9.9", "echo 'not installed' >&2", "exit 127")
    script(tmp_path / "bin" / "python9.8", "echo /opt/python9.8", "printf 9.8")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(start, "VERSIONS", ["9.9", "9.8"])
    handed_over = []
    monkeypatch.setattr(start, "hand_over", handed_over.append)
    start.main(["test", "-k", "x"])
    assert handed_over == [["/opt/python9.8", str(start.ROOT / "start.py"), "test", "-k", "x"]]


@shell
def test_the_python_that_uv_knows_is_a_candidate(start, tmp_path, monkeypatch):
    script(tmp_path / "bin" / "uv", "echo '/home/a reader/python3.12'")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert start.candidates()[-1] == ["/home/a reader/python3.12"]


# --- the whole way, from another folder --------------------------------------------------------


@pytest.fixture
def run(project, tmp_path):
    """Runs start.py from elsewhere; uv and .venv's Python are stand-ins, the latter exits with 7.

    The stand-in for Python tells its folder and its arguments, except when asked for its version.
    """
    python = tmp_path / "python"
    script(
        python,
        f'[ "$1" = -m ] || exec "{sys.executable}" "$@"',
        'pwd; for word in "$@"; do echo "$word"; done; exit 7',
    )
    script(
        tmp_path / "bin" / "uv",
        f'[ "$1" = venv ] || {{ pwd >>"{tmp_path}/installs"; exit 0; }}',
        f'for folder in "$@"; do :; done; mkdir -p "$folder/bin"; cp "{python}" "$folder/bin/"',
    )
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])

    def start_py(*arguments):
        return subprocess.run(
            [sys.executable, project / "start.py", *arguments],
            cwd=tmp_path,
            env=dict(os.environ, PATH=path),
            capture_output=True,
            text=True,
        )

    return start_py


@shell
def test_jupyterlab_gets_the_settings_and_the_options(run, project, tmp_path):
    for _ in range(2):
        done = run("--no-browser", "--port", "1")
        folder, *words = done.stdout.splitlines()
        assert done.returncode == 7
        assert folder == str(project)
        settings = project / "helpers" / "workshop" / "server.py"
        assert words[:4] == ["-m", "jupyterlab", "--config", str(settings)]
        assert words[4:] == ["--no-browser", "--ServerApp.port=1", "--ServerApp.port_retries=0"]
    assert (tmp_path / "installs").read_text().splitlines() == [str(project)]


@shell
@pytest.mark.parametrize(
    ("command", "module"),
    [
        ("test", "pytest"),
        ("refresh", "helpers.workshop.refresh"),
        ("site", "helpers.workshop.site"),
    ],
)
def test_the_other_commands_hand_their_arguments_on(run, project, command, module):
    done = run(command, "one", "--two")
    folder, *words = done.stdout.splitlines()
    assert done.returncode == 7
    assert folder == str(project)
    assert words[:2] == ["-m", module]
    assert words[-2:] == ["one", "--two"]
