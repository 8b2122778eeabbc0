"""Records the learning rates of ESPnet's schedulers: python3 espnet_schedules.py espnet-*.whl > ../espnet-schedules.json

The wheel is that of `pip download --no-deps espnet==202511`; only its schedulers are run, so none of ESPnet's
dependencies is needed. Needs torch and numpy. The numbers of ../espnet-schedules.json: espnet 202511, torch 2.15.0,
Python 3.11.
"""
import importlib
import json
import math
import re
import sys
import tempfile
import types
import warnings
import zipfile

import torch

STEPS = 80

# name of the class, its file
FILES = {
    "WarmupLR": "warmup_lr",
    "NoamLR": "noam_lr",
    "WarmupStepLR": "warmup_step_lr",
    "WarmupReduceLROnPlateau": "warmup_reducelronplateau",
    "ExponentialDecayWarmup": "exponential_decay_warmup",
    "CosineAnnealingWarmupRestarts": "cosine_anneal_warmup_restart",
    "TristageLR": "tristage_lr",
    "PiecewiseLinearWarmupLR": "piecewise_linear_warmup_lr",
}

FALLING = [1 / (1 + 0.2 * min(k, 12)) + 0.003 * math.sin(k) for k in range(1, 201)]
RISING = [round(1 - value, 6) for value in FALLING]
FLAT = [1.0] * 200
NEGATIVE = [value - 2 for value in FALLING]

# class, conf, and where they are needed: metrics (one for each epoch), steps of an epoch (1)
CASES = [
    ("WarmupLR", {}),
    ("WarmupLR", {"warmup_steps": 10}),
    ("WarmupLR", {"warmup_steps": 1}),
    ("WarmupLR", {"warmup_steps": 0.5}),
    ("WarmupLR", {"warmup_steps": 12.5, "last_epoch": -1}),
    ("WarmupLR", {"warmup_steps": 300}),
    ("NoamLR", {}),
    ("NoamLR", {"model_size": 256, "warmup_steps": 20}),
    ("NoamLR", {"model_size": 512.5, "warmup_steps": 7.25}),
    ("NoamLR", {"warmup_steps": 1}),
    ("WarmupStepLR", {}),
    ("WarmupStepLR", {"warmup_steps": 8, "steps_per_epoch": 10, "step_size": 2, "gamma": 0.5}),
    ("WarmupStepLR", {"warmup_steps": 25, "steps_per_epoch": 10, "step_size": 1, "gamma": 0.8}),
    ("WarmupStepLR", {"warmup_steps": 20, "steps_per_epoch": 10, "step_size": 3, "gamma": 0.9}),
    ("WarmupStepLR", {"warmup_steps": 7.5, "steps_per_epoch": 4}),
    ("WarmupStepLR", {"warmup_steps": 1, "steps_per_epoch": 1, "gamma": 0.97}),
    ("WarmupStepLR", {"warmup_steps": -1, "steps_per_epoch": 6, "step_size": 2, "gamma": 0.7}),
    ("WarmupStepLR", {"warmup_steps": 5, "steps_per_epoch": 9, "gamma": 1.5}),
    ("WarmupStepLR", {"warmup_steps": 5, "steps_per_epoch": 9, "gamma": 0}),
    ("WarmupReduceLROnPlateau", {}, None),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 10}, None),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 10}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 5, "patience": 2, "factor": 0.5}, FALLING),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 30, "patience": 0, "factor": 0.5}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 10.5, "patience": 3}, FALLING),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 1, "mode": "max", "patience": 1, "factor": 0.7}, RISING),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 4, "mode": "max", "patience": 1, "factor": 0.7}, FALLING),
    (
        "WarmupReduceLROnPlateau",
        {"warmup_steps": 4, "threshold": 0.02, "threshold_mode": "abs", "patience": 1, "factor": 0.6},
        FALLING,
    ),
    (
        "WarmupReduceLROnPlateau",
        {"warmup_steps": 4, "mode": "max", "threshold": 0.02, "threshold_mode": "abs", "patience": 0, "factor": 0.6},
        RISING,
    ),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 4, "cooldown": 5, "patience": 2, "factor": 0.5}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 4, "min_lr": 0.02, "patience": 1, "factor": 0.4}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 4, "min_lr": [0.01], "patience": 1, "verbose": False}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 4, "eps": 0.01, "patience": 0, "factor": 0.5}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 4, "threshold": 0.1, "patience": 0, "factor": 0.9}, NEGATIVE),
    ("WarmupReduceLROnPlateau", {"warmup_steps": -1, "patience": 4, "factor": 0}, FLAT),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 20, "patience": 1, "factor": 0.5}, FLAT, 8),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 3, "patience": 2, "factor": 0.5, "cooldown": 1}, FALLING, 5),
    ("WarmupReduceLROnPlateau", {"warmup_steps": 12, "mode": "max", "patience": 0}, FALLING, 12),
    ("ExponentialDecayWarmup", {"max_lr": 0.1, "min_lr": 0.001, "total_steps": 60}),
    ("ExponentialDecayWarmup", {"max_lr": 0.2, "min_lr": 0.001, "total_steps": 60, "warmup_steps": 10}),
    (
        "ExponentialDecayWarmup",
        {"max_lr": 0.2, "min_lr": 0.001, "total_steps": 60, "warmup_steps": 10, "warm_from_zero": True},
    ),
    ("ExponentialDecayWarmup", {"max_lr": 0.2, "min_lr": 0.001, "total_steps": 60, "warm_from_zero": True}),
    ("ExponentialDecayWarmup", {"max_lr": 0.2, "min_lr": 0.3, "total_steps": 40, "warmup_steps": 1}),
    (
        "ExponentialDecayWarmup",
        {"max_lr": 0.2, "min_lr": 1e-8, "total_steps": 30.5, "warmup_steps": 4.5, "warm_from_zero": True},
    ),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 20}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 20, "max_lr": 0.05, "min_lr": 0, "warmup_steps": 5}),
    (
        "CosineAnnealingWarmupRestarts",
        {"first_cycle_steps": 15, "cycle_mult": 1.7, "max_lr": 0.05, "min_lr": 0.001, "warmup_steps": 4, "gamma": 0.5},
    ),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 10, "cycle_mult": 2, "gamma": 0.8, "min_lr": 0}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 30, "cycle_mult": 0.5, "warmup_steps": 3, "gamma": 0.9}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 10, "cycle_mult": 1.05, "warmup_steps": 1, "gamma": 1.1}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 10, "cycle_mult": 0, "warmup_steps": 3}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 10, "max_lr": 0.001, "min_lr": 0.1, "warmup_steps": 3}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 12.5, "cycle_mult": 1.3, "warmup_steps": 2.5}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 1, "gamma": 0.9}),
    ("CosineAnnealingWarmupRestarts", {"first_cycle_steps": 70, "min_lr": 0, "max_lr": 0.3}),
    ("TristageLR", {}),
    ("TristageLR", {"max_steps": 50}),
    (
        "TristageLR",
        {
            "max_steps": 60,
            "warmup_ratio": 0.2,
            "hold_ratio": 0.3,
            "decay_ratio": 0.5,
            "init_lr_scale": 0.05,
            "final_lr_scale": 0.02,
        },
    ),
    ("TristageLR", {"max_steps": 33.9, "warmup_ratio": 0.3, "hold_ratio": 0.6, "decay_ratio": 0.1}),
    ("TristageLR", {"max_steps": 40, "warmup_ratio": 0.0, "hold_ratio": 0.0, "decay_ratio": 1.0}),
    ("TristageLR", {"max_steps": 40, "warmup_ratio": 0.5, "hold_ratio": 0.5, "decay_ratio": 0.0}),
    ("TristageLR", {"max_steps": 40, "init_lr_scale": 1.0, "final_lr_scale": 1.0}),
    ("TristageLR", {"max_steps": 3}),
    ("PiecewiseLinearWarmupLR", {}),
    ("PiecewiseLinearWarmupLR", {"warmup_steps_list": [0, 10, 30], "warmup_lr_list": [0.0, 0.5, 1.0]}),
    ("PiecewiseLinearWarmupLR", {"warmup_steps_list": [5, 20], "warmup_lr_list": [0.02, 0.1]}),
    ("PiecewiseLinearWarmupLR", {"warmup_steps_list": [0, 10, 10, 25], "warmup_lr_list": [0.0, 0.05, 0.1, 0.02]}),
    ("PiecewiseLinearWarmupLR", {"warmup_steps_list": [12], "warmup_lr_list": [0.03]}),
    (
        "PiecewiseLinearWarmupLR",
        {
            "warmup_steps_list": [0, 3.5, 7, 11, 20.25, 40, 41],
            "warmup_lr_list": [0.0, 0.01, 0.005, 0.08, 0.06, 0.2, 0.1],
        },
    ),
    ("PiecewiseLinearWarmupLR", {"warmup_steps_list": [0, 100], "warmup_lr_list": [0.0, 0.1]}),
    ("PiecewiseLinearWarmupLR", {"warmup_steps_list": [0], "warmup_lr_list": [0.5]}),
]


def load(wheel, folder):
    zipfile.ZipFile(wheel).extractall(
        folder, [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("espnet2/schedulers/")]
    )
    sys.path.insert(0, folder)
    try:
        import typeguard  # noqa: F401
    except ImportError:
        stub = types.ModuleType("typeguard")
        stub.typechecked = lambda function: function
        sys.modules["typeguard"] = stub
    return {
        name: getattr(importlib.import_module(f"espnet2.schedulers.{file}"), name) for name, file in FILES.items()
    }


def run(cls, conf, lr0, metrics, epoch_steps):
    """The learning rate that each update uses; after each epoch a metric is there, as in ESPnet's trainer."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr0)
    scheduler = cls(optimizer, **conf)
    rates = []
    for update in range(1, STEPS + 1):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
        if metrics and update % epoch_steps == 0:
            scheduler.step(metrics[update // epoch_steps - 1])
    return rates


def main():
    with tempfile.TemporaryDirectory() as folder:
        classes = load(sys.argv[1], folder)
    warnings.simplefilter("ignore")
    cases, counts = [], {}
    for name, conf, *rest in CASES:
        metrics, epoch_steps = (*rest, None, None)[:2]
        number = counts[name] = counts.get(name, -1) + 1
        case = {"name": f"espnet.{name}/{number}", "conf": conf, "lr0": 0.1 if number % 2 == 0 else 0.003}
        if epoch_steps:
            case["steps_per_epoch"] = epoch_steps
        if metrics:
            case["metrics"] = metrics[: STEPS // (epoch_steps or 1)]
        cases.append({**case, "lr": run(classes[name], conf, case["lr0"], metrics, epoch_steps or 1)})
    meta = {
        "lr": "lr[t] is the value in the optimizer at update number t+1; scheduler.step() after each update. Where"
        " there are metrics, as in ESPnet's trainer: scheduler.step(metrics[e]) at the end of epoch e+1 of"
        " steps_per_epoch updates (1 without it)",
        "versions": {
            "espnet": re.search(r"espnet-([^-]+)-", sys.argv[1]).group(1),
            "torch": torch.__version__,
            "python": sys.version.split()[0],
        },
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"meta": {json.dumps(meta)},\n"cases": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
