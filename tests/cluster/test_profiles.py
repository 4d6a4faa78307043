"""The profiles: every key is an option, every rule named is one, and the pod's paths fit the image's."""

from __future__ import annotations

import re

import pytest
import yaml
from tests.cluster.conftest import SNAKEMAKE
from tests.conftest import REPOSITORY, copy_study, snakemake

from delphi.lock import in_one_folder

PROFILES = REPOSITORY / "workflow/profiles"
NAMES = sorted(path.parent.name for path in PROFILES.glob("*/config.yaml"))


def profile(name: str) -> dict[str, object]:
    return yaml.safe_load((PROFILES / name / "config.yaml").read_text("utf-8"))


def options(parser) -> set[str]:
    return {text.removeprefix("--") for action in parser._actions for text in action.option_strings}


@pytest.mark.parametrize("name", NAMES)
def test_profile_keys_are_options(name):
    from snakemake.cli import get_argument_parser

    known = options(get_argument_parser())
    keys = set(profile(name)) - {"executor"}
    assert {key for key in keys if not key.startswith("slurm-")} <= known
    for plugin in SNAKEMAKE.parents[1].glob(
        "lib/python*/site-packages/snakemake_executor_plugin_slurm/__init__.py"
    ):
        fields = re.findall(r"^    (\w+): ", plugin.read_text("utf-8"), re.M)
        assert {key.removeprefix("slurm-").replace("-", "_") for key in keys - known} <= set(fields)


@pytest.mark.parametrize("name", NAMES)
def test_profile_keeps_going_and_names_rules_that_there_are(name):
    text = "\n".join(path.read_text("utf-8") for path in (REPOSITORY / "workflow/rules").glob("*.smk"))
    assert profile(name)["keep-going"] is True
    named = [pair.split("=")[0] for pair in profile(name).get("groups", [])]
    named += [pair.split(":")[0] for pair in profile(name).get("set-resources", [])]
    assert [rule for rule in named if f"rule {rule}:" not in text] == []


def test_profile_of_a_pod_works_here(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    run = snakemake(study, "--workflow-profile", str(PROFILES / "kubernetes"))
    assert run.code == 0, run.output
    assert (study / "reports/report.pdf").exists()


def test_profile_of_a_pod_fits_its_image():
    pod = yaml.safe_load((PROFILES / "kubernetes/job.yaml").read_text("utf-8"))["spec"]["template"]["spec"]
    container = pod["containers"][0]
    image = (PROFILES / "kubernetes/Dockerfile").read_text("utf-8")
    home = re.search(r"^WORKDIR (\S+)$", image, re.M).group(1)
    assert container["command"] == [f"{home}/.venv/bin/snakemake"]
    arguments = dict(zip(container["args"][::2], container["args"][1::2]))
    for option in ("--snakefile", "--workflow-profile"):
        path = arguments[option].removeprefix(f"{home}/")
        assert (REPOSITORY / path).exists()
        assert path.split("/")[0] in image
    assert arguments["--directory"] == container["workingDir"] == container["volumeMounts"][0]["mountPath"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
    memory = int(container["resources"]["requests"]["memory"].removesuffix("Gi"))
    assert profile("kubernetes")["resources"] == [f"mem_mb={memory * 1000}"]


def test_profile_of_a_pod_has_a_user_for_who_asks():
    """Snakemake asks who runs it, and where home is; a number in `runAsUser` has neither."""
    image = (PROFILES / "kubernetes/Dockerfile").read_text("utf-8")
    named = re.search(r"^ENV (.*)$", image, re.M).group(1).split()
    assert {pair.split("=")[0] for pair in named} == {"HOME", "USER"}


def test_profile_of_a_pod_fits_its_volume():
    job = yaml.safe_load((PROFILES / "kubernetes/job.yaml").read_text("utf-8"))["spec"]
    claim, files = yaml.safe_load_all((PROFILES / "kubernetes/volume.yaml").read_text("utf-8"))
    pod, beside = job["template"]["spec"], files["spec"]
    name = {"persistentVolumeClaim": {"claimName": claim["metadata"]["name"]}}
    for one in (pod, beside):
        study = next(volume for volume in one["volumes"] if volume["name"] == "study")
        assert name.items() <= study.items()
        assert one["automountServiceAccountToken"] is False
    assert pod["securityContext"] == beside["securityContext"]
    assert pod["containers"][0]["image"] == beside["containers"][0]["image"]
    assert pod["containers"][0]["volumeMounts"][0] == beside["containers"][0]["volumeMounts"][0]
    stops = [rule["onExitCodes"] for rule in job["podFailurePolicy"]["rules"] if "onExitCodes" in rule]
    assert stops == [{"containerName": pod["containers"][0]["name"], "operator": "In", "values": [1, 2]}]


def test_in_one_folder_refuses_a_default_storage(capsys):
    with pytest.raises(SystemExit) as stopped:
        in_one_folder("s3")
    assert stopped.value.code == 2
    assert "cannot leave its files to `s3`" in capsys.readouterr().err
    assert in_one_folder(None) is None


def test_in_one_folder_refuses_a_prefix(capsys):
    with pytest.raises(SystemExit) as stopped:
        in_one_folder(None, "studies/one/")
    assert stopped.value.code == 2
    assert 'cannot be used as a module with `prefix: "studies/one"`' in capsys.readouterr().err
