"""Writes ../torch-family-schedules.json: learning rates of torch.optim.lr_scheduler, and the momentum where it moves.

Made with torch 2.15.0 (the CPU build will do) and Python 3.11:

    python test/oracle/generate/torch_schedules.py

All numbers are torch's. `lr_lambda` is text in a configuration; here Python itself evaluates it.
"""

import json
import math
import platform
import sys
import warnings
from pathlib import Path

import torch
from torch.optim import lr_scheduler

from torch_schedule_cases import CASES, LONG

warnings.filterwarnings("ignore")
OUT = Path(__file__).resolve().parents[1] / "torch-family-schedules.json"


def factor(source, per_epoch):
    """The function of an `lr_lambda`: a number, a lambda, or an expression of `step` and `epoch`."""
    if not isinstance(source, str):
        return lambda t: source
    names = {**vars(math), "math": math}
    if source.startswith("lambda"):
        return eval(source, names)
    # Without epochs of its own, every step is one, as torch counts where it says epoch.
    return lambda t: eval(source, {**names, "step": t, "epoch": t // (per_epoch or 1)})


def build(optimizer, name, conf, per_epoch=None):
    """The scheduler of a conf, those inside it first, as a program makes them."""
    conf = {key: value for key, value in conf.items() if key not in ("interval", "monitor")}
    if "schedulers" in conf:
        conf["schedulers"] = [
            build(optimizer, inner.removeprefix("torch."), its or {}, per_epoch)
            for one in conf["schedulers"]
            for inner, its in one.items()
        ]
    if "lr_lambda" in conf:
        given = conf["lr_lambda"]
        conf["lr_lambda"] = factor(given[0] if isinstance(given, list) else given, per_epoch)
    if name == "ChainedScheduler":
        return lr_scheduler.ChainedScheduler(**conf)
    return getattr(lr_scheduler, name)(optimizer, **conf)


def run(name, conf, steps, lr0=0.1, per_epoch=None, metrics=None, optim_type=None, optim_conf=None):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = getattr(torch.optim, optim_type or "SGD")([parameter], lr=lr0, **(optim_conf or {}))
    group = optimizer.param_groups[0]
    every_step = conf.get("interval", "step") == "step"
    scheduler = build(optimizer, name, conf, per_epoch if every_step else None)
    lr, momentum = [], []
    for n in range(1, steps + 1):
        lr.append(float(group["lr"]))
        if optim_type:
            momentum.append(float(group["betas"][0] if "betas" in group else group["momentum"]))
        if n == steps:
            break
        optimizer.step()
        epoch_ends = per_epoch is None or n % per_epoch == 0
        if metrics is not None:
            if epoch_ends:
                scheduler.step(metrics[n // (per_epoch or 1) - 1])
        elif every_step or epoch_ends:
            scheduler.step()
    case = {"name": None, "conf": conf, "lr0": lr0, "lr": lr}
    if optim_type:
        case |= {"optim_type": optim_type, "momentum": momentum}
    if optim_conf:
        case["optim_conf"] = optim_conf
    if metrics is not None:
        case["metrics"] = metrics
    if per_epoch is not None:
        case["steps_per_epoch"] = per_epoch
    return case


def far(name, conf, lr0, steps):
    """The learning rates after so many steps, of a schedule that goes on for long."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr0)
    scheduler = build(optimizer, name, conf)
    lr = {}
    for t in range(max(steps) + 1):
        if t in steps:
            lr[t] = optimizer.param_groups[0]["lr"]
        scheduler.step()
    return {"name": f"torch.{name}", "conf": conf, "lr0": lr0, "t": list(lr), "lr": list(lr.values())}


def main():
    counts = {}
    cases = []
    for name, conf, *rest in CASES:
        options = rest[0] if rest else {}
        case = run(name, conf, **{"steps": 60, **options})
        case["name"] = f"torch.{name}/{counts.setdefault(name, 0)}"
        counts[name] += 1
        cases.append(case)
    meta = {
        "lr": "lr[t] is the value in param_groups before optimizer.step() number t+1; scheduler.step() follows each "
        "optimizer.step(), or with interval epoch the last one of steps_per_epoch; metrics[k] is handed to "
        "scheduler.step() after update k+1, or after epoch k+1 where there is steps_per_epoch",
        "long": "lr[k] is the value in param_groups before optimizer.step() number t[k] + 1",
        "momentum": "momentum[t] is the momentum (first beta) in param_groups beside lr[t]",
        "versions": {"torch": torch.__version__, "python": platform.python_version()},
    }
    text = json.dumps({"meta": meta, "cases": cases, "long": [far(*one) for one in LONG]}, separators=(",", ":"))
    OUT.write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(len(cases), "cases", OUT.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
