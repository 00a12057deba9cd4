"""Does the installation say in one sentence what is missing?"""

import os
import shutil
import subprocess

import pytest

from clinic.local.account import PROJECT


@pytest.fixture
def install(tmp_path):
    """The script, in an empty project, with only the Pythons that a test puts on its path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "cat", "dirname", "env", "sha256sum", "uname"):
        (programs / name).symlink_to(shutil.which(name))
    script = tmp_path / "a project" / "clinic" / "local" / "install.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(PROJECT / "clinic" / "local" / "install.sh", script)
    (tmp_path / "a project" / "requirements-local.txt").write_text("")

    def run(**programs_and_what_they_print):
        for name, version in programs_and_what_they_print.items():
            program = programs / name.replace("_", "-").replace("3-", "3.")
            program.write_text(f'#!/bin/sh\n[ "$1" = -c ] && {{ {version}; exit; }}\nexit 1\n')
            program.chmod(0o755)
        return subprocess.run(
            [script, "local"],
            env={"PATH": str(programs)},
            capture_output=True,
            text=True,
            cwd=os.sep,
            check=False,
        )

    return run


def test_without_a_fitting_python_it_says_which_one_to_install(install):
    said = install(python3="echo 3.9")
    assert said.returncode == 1
    assert said.stderr.startswith("Plumb needs Python 3.11 or 3.12, and none was found")
    assert said.stderr.count("\n") == 1


def test_a_shim_that_points_nowhere_is_passed_over(install):
    said = install(python3="exit 127", python3_12="exit 127")
    assert "none was found" in said.stderr


def test_a_newer_python_needs_a_redis_server(install):
    said = install(python3="echo 3.13")
    assert said.returncode == 1
    assert said.stderr.startswith("Python 3.13 brings no Redis with it: install redis-server")
    assert said.stderr.count("\n") == 1


def test_a_newer_python_with_a_redis_server_is_taken(install):
    said = install(python3="echo 3.13", redis_server="true")
    assert "Making .venv with Python 3.13." in said.stdout


def test_another_processor_needs_a_redis_server(install, tmp_path):
    (tmp_path / "bin" / "uname").unlink()
    (tmp_path / "bin" / "uname").write_text("#!/bin/sh\necho aarch64\n")
    (tmp_path / "bin" / "uname").chmod(0o755)
    said = install(python3="echo 3.12")
    assert said.returncode == 1
    assert said.stderr.startswith("No wheel brings a Redis for this processor (aarch64)")


def test_a_python_without_venv_says_how_to_get_it(install):
    said = install(python3="echo 3.11")
    assert said.returncode == 1
    assert "install python3-venv" in said.stderr
    assert said.stderr.count("\n") == 1


def test_what_is_installed_is_left_alone(install, tmp_path):
    environment = tmp_path / "a project" / ".venv"
    (environment / "bin").mkdir(parents=True)
    python = environment / "bin" / "python"
    python.write_text("#!/bin/sh\necho 3.11\n")
    python.chmod(0o755)
    first = install()
    assert "Installing what requirements-local.txt pins" in first.stdout
    second = install()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
