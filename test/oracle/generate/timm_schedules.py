"""Learning rates of timm's own scheduler classes -> timm-schedules.json.

Run: python timm_schedules.py > ../timm-schedules.json
with timm (measured: 1.0.31) and torch (2.15, CPU) from PyPI.

lr[t] is the value in the optimizer at update t + 1. With t_in_epochs: false step_update(n) follows update n. Otherwise
step(e) follows the last update of epoch e (from 1), which has steps_per_epoch updates, with metrics[e - 1] where there
are metrics; without steps_per_epoch each update is an epoch.
"""

import json
import math
import warnings

import timm
import timm.scheduler as schedulers
import torch
from timm.scheduler.wsd_lr import WSDLRScheduler

warnings.filterwarnings("ignore")


def run(name, conf, lr0, steps, per_epoch=1, metrics=None):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=lr0)
    cls = WSDLRScheduler if name == "WSDLRScheduler" else getattr(schedulers, name)
    scheduler = cls(optimizer, **conf)
    lrs = []
    for update in range(1, steps + 1):
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        try:
            scheduler.step_update(update)
        except ValueError:  # cycle_mul below 1 past the common end of all cycles: math domain error
            break
        if update % per_epoch == 0:
            epoch = update // per_epoch
            scheduler.step(epoch, *([metrics[epoch - 1]] if metrics else []))
    return lrs


WARM = {"warmup_t": 5, "warmup_lr_init": 0.001}
PREFIX = {**WARM, "warmup_prefix": True}
CYCLES = {"cycle_mul": 2.0, "cycle_decay": 0.5, "cycle_limit": 3}
NOISE = {"noise_range_t": 20}
SHARED = [
    {},
    WARM,
    {**WARM, "warmup_prefix": False},
    PREFIX,
    {"warmup_t": 4.5, "warmup_lr_init": 0.02, "warmup_prefix": True},
    {"warmup_t": 100},
    NOISE,
    {**WARM, "noise_range_t": [3, 30], "noise_pct": 0.2, "noise_std": 0.5, "noise_seed": 7},
    {"noise_range_t": 10, "noise_seed": -3, "noise_pct": 0.05},
]
CYCLIC = [
    *SHARED,
    {"lr_min": 0.003},
    {**PREFIX, **CYCLES},
    {**WARM, **CYCLES, "lr_min": 0.002},
    {"cycle_mul": 3, "cycle_limit": 4, "cycle_decay": 0.7},
    {"cycle_mul": 1.4, "cycle_limit": 9},
    {"cycle_mul": 0.7, "cycle_limit": 5},
    {"cycle_limit": 3, "cycle_decay": 0.1},
    {"cycle_limit": 0},
    {"cycle_limit": 2, "cycle_mul": 1.25, "cycle_decay": -0.5},
]
K_DECAY = [{"k_decay": 1.5}, {"k_decay": 0.5, **CYCLES}, {"k_decay": 2, **PREFIX}, {"k_decay": 0}]
WSD = {"t_initial": 60, "decay_t": 20}

CASES = {
    "CosineLRScheduler": [{"t_initial": 20, **one} for one in [*CYCLIC, *K_DECAY]]
    + [{"t_initial": 1}, {"t_initial": 0.5, "cycle_limit": 9}, {"t_initial": 12.5, "cycle_limit": 4}]
    + [{"t_initial": 2, "cycle_mul": 3, "cycle_limit": 9, "cycle_decay": 0.9}],
    "TanhLRScheduler": [{"t_initial": 20, **one} for one in CYCLIC]
    + [{"t_initial": 60, "lb": -6.0, "ub": 4.0}, {"t_initial": 60, "lb": -1, "ub": 12}, {"t_initial": 60, "lb": -30}]
    + [{"t_initial": 50, "lb": 1.5, "ub": 3.5, **WARM, "lr_min": 0.001}],
    "StepLRScheduler": [{"decay_t": 15, "decay_rate": 0.5, **one} for one in SHARED]
    + [{"decay_t": 0.1, "decay_rate": 0.99}, {"decay_t": 7.5, "decay_rate": 0.3, **WARM}, {"decay_t": 9}]
    + [{"decay_t": -20, "decay_rate": 0.5}, {"decay_t": 10, "decay_rate": -0.5}],
    "MultiStepLRScheduler": [{"decay_t": [20, 40], "decay_rate": 0.1, **one} for one in SHARED]
    + [{"decay_t": [], "decay_rate": 0.5}, {"decay_t": [10, 20]}, {"decay_t": [30, 10, 50, 20], "decay_rate": 0.5}]
    + [{"decay_t": [1, 10.5, 10.5, 30], "decay_rate": 0.5}],
    "PolyLRScheduler": [{"t_initial": 20, **one} for one in [*CYCLIC, *K_DECAY]]
    + [{"t_initial": 60, "power": power, "lr_min": 0.001} for power in (0, 1, 2, 0.9)]
    + [{"t_initial": 60, "power": -0.5}],
    "WSDLRScheduler": [
        {**WSD, **one}
        for one in [
            {},
            WARM,
            {**WARM, "lr_min": 0.004},
            *[{"decay_fn": fn, **WARM} for fn in ("linear", "1-sqrt", "cosine", "power", "exp")],
            {"decay_fn": "power", "decay_power": 2.0},
            {"decay_fn": "exp", "decay_ratio": 0.01, "lr_min": 0.001},
            {"stable_fn": "rsqrt", **WARM},
            {"stable_fn": "rsqrt", "stable_timescale": 12.5, "decay_fn": "linear"},
            {"stable_fn": "power", "stable_power": 1.3, "warmup_t": 8, "lr_min": 0.01},
            {"decay_t": 60},
            {**WARM, "noise_range_t": [3, 50], "noise_seed": 11},
        ]
    ],
}
PLATEAU = [
    {},
    {"patience_t": 2, "mode": "min"},
    {"patience_t": 2, "mode": "min", "decay_rate": 0.5, "cooldown_t": 3, "lr_min": 0.004},
    {"patience_t": 1, "threshold": 0.05, "decay_rate": 0.6},
    {"patience_t": 1, "mode": "min", **WARM},
    {"patience_t": 1, "mode": "min", "warmup_t": 3.5, "warmup_lr_init": 0.02, "noise_range_t": 10, "noise_seed": None},
    {"patience_t": 2, "mode": "min", "noise_range_t": [2, 30], "noise_type": "uniform", "noise_pct": 0.3},
    {"patience_t": 0, "decay_rate": 0.8, "noise_range_t": 5, "noise_std": 0.1, "noise_seed": 5},
]


def improving_then_flat(count):
    return [round(1 / (1 + 0.3 * min(i, 9)), 4) + (0.01 if i % 5 == 4 else 0) for i in range(count)]


def waves(count):
    return [math.sin(i / 4) * math.exp(-i / 50) for i in range(count)]


def main():
    cases = []
    for name, confs in CASES.items():
        for n, conf in enumerate(confs):
            lr0 = 0.1 if n % 3 < 2 else 0.37
            per_update = {**conf, "t_in_epochs": False}
            case = {"name": f"timm.{name}/{n}", "lr0": lr0}
            cases.append({**case, "conf": per_update, "lr": run(name, per_update, lr0, 75)})
            if n % 5 == 1:
                case = {**case, "name": f"timm.{name}/{n}-epochs", "conf": conf, "steps_per_epoch": 3}
                cases.append({**case, "lr": run(name, conf, lr0, 75, 3)})
    for n, conf in enumerate(PLATEAU):
        for metrics, steps, per_epoch in ((improving_then_flat(60), 60, 1), (waves(60), 80, 2)):
            case = {"name": f"timm.PlateauLRScheduler/{n}", "conf": conf, "lr0": 0.1, "metrics": metrics}
            if per_epoch > 1:
                case["steps_per_epoch"] = per_epoch
            cases.append({**case, "lr": run("PlateauLRScheduler", conf, 0.1, steps, per_epoch, metrics)})
    conf = PLATEAU[4]
    cases.append(
        {"name": "timm.PlateauLRScheduler/none", "conf": conf, "lr0": 0.1, "lr": run("PlateauLRScheduler", conf, 0.1, 20)}
    )
    meta = {
        "lr": "lr[t] is the value in the optimizer at update t + 1; t_in_epochs false: step_update(n) after update n; otherwise step(e) after the last update of epoch e, with metrics[e - 1] where there are metrics",
        "versions": {"timm": timm.__version__, "torch": torch.__version__},
    }
    print(json.dumps({"meta": meta, "cases": cases}))


main()
