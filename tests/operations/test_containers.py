"""docker-compose.yml and the two Dockerfiles fit each other and the source tree."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
DOCKERFILES = sorted((ROOT / "docker").glob("*.Dockerfile"))


def requirements(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return {line.partition("==")[0] for line in lines if "==" in line and not line.startswith(("#", " "))}


def test_services() -> None:
    assert {"web", "worker-cpu", "worker-gpu", "redis", "postgres"} <= set(SERVICES)
    assert OURS == ["prepare", "web", "worker-cpu", "worker-gpu"]
    assert [name for name, service in SERVICES.items() if service.get("profiles")] == ["worker-gpu"]
    (device,) = SERVICES["worker-gpu"]["deploy"]["resources"]["reservations"]["devices"]
    assert device["capabilities"] == ["gpu"]


def test_services_that_stay_have_a_health_check() -> None:
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["prepare"]
    for service in SERVICES.values():
        for name, condition in service.get("depends_on", {}).items():
            healthy = condition["condition"] == "service_healthy"
            assert ("healthcheck" in SERVICES[name]) == healthy


@pytest.mark.parametrize("name", OURS)
def test_web_and_workers_share_artifacts(name: str) -> None:
    assert SERVICES[name]["volumes"] == ["data:/data"]
    assert SERVICES[name]["environment"]["DATA_DIR"] == "/data"
    assert "data" in COMPOSE["volumes"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_read(name: str) -> None:
    source = (ROOT / "explorer/settings.py").read_text()
    read = set(re.findall(r'(?:environ(?:\.get\(|\[)|flag\(|number\(|listed\()"([A-Z_]+)"', source))
    assert set(SERVICES[name]["environment"]) <= read


@pytest.mark.parametrize("name", OURS)
def test_dockerfile_exists(name: str) -> None:
    assert ROOT / SERVICES[name]["build"]["dockerfile"] in DOCKERFILES
    assert SERVICES[name]["build"]["context"] == "."


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_copied_files_exist(path: Path) -> None:
    copies = re.findall(r"^COPY (?!--from)(.+)$", path.read_text(), re.MULTILINE)
    assert copies
    for copy in copies:
        for source in copy.split()[:-1]:
            assert (ROOT / source).exists(), source
    assert (ROOT / "docker" / f"{path.name}.dockerignore").exists()


def test_web_image_computes_on_no_tensors() -> None:
    text = (ROOT / "docker/web.Dockerfile").read_text()
    assert re.findall(r"requirements/(\w+)\.txt", text) == ["web", "web", "web"]
    assert "workers" not in re.sub(r"--workers|#.*", "", text).replace("worker-class", "")
    assert not requirements("web") & {"torch", "onnx", "onnxruntime", "numpy"}
    assert {"torch", "onnx", "onnxruntime"} <= requirements("worker")


def test_locks_agree_and_name_no_place_to_download_from() -> None:
    web, worker, dev = (requirements(name) for name in ("web", "worker", "dev"))
    assert web < worker < dev
    for name in ("web", "worker", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert not re.search(r"https?:|--(extra-)?index-url|--find-links|@ ", text)
    pins = {line for line in (ROOT / "requirements/dev.txt").read_text().splitlines() if "==" in line}
    assert {line for line in (ROOT / "requirements/worker.txt").read_text().splitlines() if "==" in line} <= pins
    assert "torch==2.13.0" in pins


def test_compose_accepts_the_file() -> None:
    """The plugin's own reading, where this machine has it; the tests above stand without it."""
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        return
    command = ["docker", "compose", "--profile", "gpu", "config", "--quiet"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
