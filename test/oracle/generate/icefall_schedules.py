"""Learning rates of icefall's own Eden and Eden2 -> icefall-schedules.json.

Run: python icefall_schedules.py icefall/egs/librispeech/ASR/zipformer/optim.py > ../icefall-schedules.json
with torch (measured: 2.15, CPU) and the file from https://github.com/k2-fsa/icefall (measured: commit
36e0420c7e3e849a25b3d24dbf913c424f3d23c9). Its import of lhotse, which the schedules don't use, is replaced by an
empty module.

lr[t] is the value in param_groups before update t + 1; step_batch(n) follows update n, and step_epoch(e) is called when
epoch e begins, from 0, as icefall's train.py does. `steps_per_epoch` in a conf says how long an epoch is; it is not an
argument of Eden.
"""

import json
import sys
import types

import torch


def load(path):
    for name in ("lhotse", "lhotse.utils"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["lhotse.utils"].fix_random_seed = None
    module = types.ModuleType("icefall_optim")
    with open(path) as file:
        exec(compile(file.read(), "optim.py", "exec"), module.__dict__)
    return module


def run(cls, conf, steps):
    arguments = {key: value for key, value in conf.items() if key != "steps_per_epoch"}
    per_epoch = conf.get("steps_per_epoch", steps)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=LR0)
    scheduler = cls(optimizer, **arguments)
    lrs = []
    for update in range(steps):
        if update % per_epoch == 0:
            scheduler.step_epoch(update // per_epoch)
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step_batch(update + 1)
    return lrs


LR0 = 0.045
E = {"lr_batches": 50, "lr_epochs": 3.5}
CASES = {
    "Eden": [
        {**E, "steps_per_epoch": 12},
        {**E, "steps_per_epoch": 1},
        {**E, "steps_per_epoch": 30, "warmup_batches": 20},
        {**E, "steps_per_epoch": 30, "warmup_batches": 20.5, "warmup_start": 0.1},
        {**E, "steps_per_epoch": 30, "warmup_batches": 0},
        {**E, "steps_per_epoch": 30, "warmup_batches": 40, "warmup_start": 0.0},
        {**E, "steps_per_epoch": 30, "warmup_batches": 40, "warmup_start": 1.0, "verbose": False},
        {"lr_batches": 7500, "lr_epochs": 3.5, "warmup_start": 0.1, "steps_per_epoch": 40},
        {"lr_batches": 0.5, "lr_epochs": 0.25, "warmup_batches": 5, "steps_per_epoch": 7},
    ],
    "Eden2": [
        {"lr_batches": 50},
        {"lr_batches": 50, "warmup_batches": 20, "warmup_start": 0.2},
        {"lr_batches": 33.3, "warmup_batches": 7.5, "warmup_start": 0.0},
        {"lr_batches": 5000, "warmup_batches": 0},
        {"lr_batches": 10, "warmup_batches": -3, "warmup_start": 0.3},
        {"lr_batches": 1, "warmup_batches": 60, "warmup_start": 1.0},
    ],
}


def main():
    module = load(sys.argv[1])
    cases = [
        {"name": f"icefall.{name}/{number}", "conf": conf, "lr0": LR0, "lr": run(getattr(module, name), conf, 120)}
        for name, confs in CASES.items()
        for number, conf in enumerate(confs)
    ]
    meta = {
        "lr": "lr[t] is the value in param_groups before update t + 1; step_batch(n) after update n, step_epoch(e) when epoch e begins, from 0 (steps_per_epoch in conf)",
        "versions": {"icefall": "36e0420c7e3e849a25b3d24dbf913c424f3d23c9", "torch": torch.__version__},
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"meta": {json.dumps(meta)}, "cases": [\n{lines}\n]}}')


main()
