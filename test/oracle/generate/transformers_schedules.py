"""Learning rates of transformers' own schedule functions -> transformers-schedules.json.

Run: python transformers_schedules.py > ../transformers-schedules.json
with transformers (measured: 5.23.0) and torch (2.15, CPU) from PyPI.

lr[t] is the value in param_groups before update t + 1; scheduler.step() follows each optimizer.step(), with metrics[t]
where there are metrics.
"""

import json
import math
import warnings

import torch
import transformers
from transformers.optimization import TYPE_TO_SCHEDULER_FUNCTION
from transformers.trainer_utils import SchedulerType

warnings.filterwarnings("ignore")


def run(name, conf, lr0, steps, metrics=None):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=lr0)
    scheduler = TYPE_TO_SCHEDULER_FUNCTION[SchedulerType(name)](optimizer, **conf)
    lrs = []
    for step in range(steps):
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([metrics[step]] if metrics else []))
    return lrs


def improving_then_flat(count):
    return [round(1 / (1 + 0.3 * min(i, 9)), 4) + (0.01 if i % 5 == 4 else 0) for i in range(count)]


def waves(count):
    return [math.sin(i / 4) * math.exp(-i / 50) for i in range(count)]


W = {"num_warmup_steps": 10}
N = {**W, "num_training_steps": 60}
NO_WARMUP = {"num_warmup_steps": 0, "num_training_steps": 50}
LONG_WARMUP = {"num_warmup_steps": 50, "num_training_steps": 30}
FRACTIONAL = {"num_warmup_steps": 7.5, "num_training_steps": 45.25}
NEGATIVE = {"num_warmup_steps": -5, "num_training_steps": 40}
EQUAL = {"num_warmup_steps": 30, "num_training_steps": 30}
COMMON = [N, NO_WARMUP, LONG_WARMUP, FRACTIONAL, NEGATIVE]
COSINES = [*COMMON, EQUAL, {**N, "num_cycles": 1}, {**N, "num_cycles": 2.5}, {**NO_WARMUP, "num_cycles": 0}]
WSD = {"num_warmup_steps": 10, "num_decay_steps": 20}

CASES = {
    "constant": [{}],
    "constant_with_warmup": [W, {"num_warmup_steps": 0}, {"num_warmup_steps": 12.5}, {"num_warmup_steps": 0.5}],
    "linear": [*COMMON, EQUAL, {**N, "last_epoch": -1}],
    "cosine": COSINES,
    "cosine_with_restarts": [
        *COMMON,
        EQUAL,
        *[{**N, "num_cycles": cycles} for cycles in (2, 3, 5, 2.5, 0, -2)],
        {**NO_WARMUP, "num_cycles": 4},
    ],
    "cosine_with_min_lr": [
        *[{**conf, "min_lr_rate": 0.1} for conf in COSINES],
        *[{**N, **one} for one in ({"min_lr": 0.002}, {"min_lr": 0}, {"min_lr_rate": 0}, {"min_lr_rate": -0.3})],
        {**N, "min_lr": 0.5, "num_cycles": 1.5},
    ],
    "cosine_warmup_with_min_lr": [
        *[{**conf, "min_lr_rate": 0.1} for conf in COSINES],
        *[{**N, **one} for one in ({"min_lr": 0.002}, {"min_lr": 0}, {"min_lr_rate": -0.3}, {"min_lr": 0.5})],
        *[{**N, "min_lr_rate": 0.05, "warmup_lr_rate": rate} for rate in (0.0, 0.2, 1.5)],
        {**NO_WARMUP, "min_lr": 0.001, "warmup_lr_rate": 0.3},
        {"num_warmup_steps": 1, "num_training_steps": 40, "min_lr": 0.001, "warmup_lr_rate": 0.3},
    ],
    "polynomial": [
        *COMMON,
        *[{**N, "lr_end": 0.001, "power": power} for power in (0, 0.5, 1, 2, 3.7)],
        {**N, "lr_end": 0, "power": 2},
        {**N, "lr_end": -0.01},
        {**LONG_WARMUP, "power": -1},
        {"num_warmup_steps": 20.5, "num_training_steps": 20.5},
    ],
    "inverse_sqrt": [
        W,
        {"num_warmup_steps": 0},
        {**W, "timescale": 100},
        {**W, "timescale": 3},
        {"num_warmup_steps": 0, "timescale": 20},
        {"num_warmup_steps": 7.5, "timescale": 12.5},
        {"num_warmup_steps": -5, "timescale": 8},
    ],
    "warmup_stable_decay": [
        {**WSD, "num_stable_steps": 30},
        {**WSD, "num_training_steps": 70},
        {**WSD, "num_training_steps": 50, "num_stable_steps": 15},
        {**WSD, "num_training_steps": 25},
        *[
            {**WSD, "num_stable_steps": 20, "warmup_type": warmup, "decay_type": decay, "min_lr_ratio": 0.05}
            for warmup in ("linear", "cosine", "1-sqrt")
            for decay in ("linear", "cosine", "1-sqrt")
        ],
        {**WSD, "num_stable_steps": 20, "warmup_type": "cosine", "decay_type": "1-sqrt"},
        {**WSD, "num_stable_steps": 20, "num_cycles": 1.5},
        {**WSD, "num_stable_steps": 20, "min_lr_ratio": -0.2},
        {"num_warmup_steps": 0, "num_decay_steps": 0, "num_stable_steps": 30, "min_lr_ratio": 0.3},
        {"num_warmup_steps": 5.5, "num_decay_steps": 20.5, "num_stable_steps": 10.25, "decay_type": "linear"},
        {"num_warmup_steps": 0, "num_decay_steps": 40, "num_stable_steps": 0, "num_cycles": 0.25},
    ],
}

DRIVEN = {
    "reduce_lr_on_plateau": [
        {},
        {"patience": 2},
        {"patience": 0, "factor": 0.5},
        {"patience": 1, "cooldown": 4, "factor": 0.3},
        {"patience": 2, "factor": 0.2, "min_lr": 0.01},
        {"patience": 1, "min_lr": [0.005]},
        {"patience": 2, "mode": "max", "factor": 0.7},
        {"patience": 2, "threshold": 0.05},
        {"patience": 2, "threshold": 0.05, "threshold_mode": "abs"},
        {"patience": 2, "mode": "max", "threshold": 0.1, "threshold_mode": "abs"},
        {"patience": 0, "factor": 0.5, "eps": 0.004},
        {"patience": -1, "factor": 0.9},
    ],
    "greedy": [
        {},
        {"patience": 1},
        {"patience": 2, "factor": 0.8, "max_lr": 0.2, "min_lr": 0.03},
        {"patience": 0, "factor": 0.7, "mode": "max", "threshold": 0.01},
        {"patience": 1, "factor": 0.8, "cooldown": 3, "warmup": 2},
        {"patience": 0, "factor": 0.6, "min_lr": 0.05, "reset_start": 4, "cooldown": 1},
        {"patience": 1, "factor": 0.8, "smooth": True, "window_size": 4},
        {"patience": 0, "factor": 0.5, "smooth": True, "window_size": 3, "min_lr": [0.05], "reset_start": 2},
        {"patience": 1, "factor": 0.8, "threshold": 0.03, "threshold_mode": "rel", "verbose": False},
        {"patience": 1, "factor": 0.9, "eps": 0.009},
        {"patience": 0, "factor": -0.5, "max_lr": [0.3]},
    ],
}


def main():
    cases = []
    for name, confs in CASES.items():
        for n, conf in enumerate(confs):
            lr0 = 0.1 if n % 2 == 0 else 3e-4
            if conf.get("lr_end", 0) >= lr0 or name.endswith("min_lr") and conf.get("min_lr", 0):
                lr0 = 0.05
            cases.append({"name": f"transformers.{name}/{n}", "conf": conf, "lr0": lr0, "lr": run(name, conf, lr0, 80)})
    for name, confs in DRIVEN.items():
        for n, conf in enumerate(confs):
            for metrics in (improving_then_flat(70), waves(70)):
                case = {"name": f"transformers.{name}/{n}", "conf": conf, "lr0": 0.1, "metrics": metrics}
                cases.append({**case, "lr": run(name, conf, 0.1, 70, metrics)})
    meta = {
        "lr": "lr[t] is the value in param_groups before update t + 1; scheduler.step() follows each optimizer.step(), with metrics[t] where there are metrics",
        "versions": {"transformers": transformers.__version__, "torch": torch.__version__},
    }
    print(json.dumps({"meta": meta, "cases": cases}))


main()
