"""Learning rates of NeMo's own scheduler classes -> nemo-schedules.json.

Run: python nemo_schedules.py nemo_toolkit-3.0.0-py3-none-any.whl > ../nemo-schedules.json
with torch (measured: 2.15, CPU). The wheel comes from `pip download --no-deps nemo_toolkit==3.0.0`; only its file
nemo/core/optim/lr_scheduler.py is run, with the modules that it imports for other purposes replaced by empty ones.

lr[t] is the value in param_groups before update t + 1; scheduler.step() follows each optimizer.step().
"""

import json
import sys
import types
import warnings
import zipfile

import torch

warnings.filterwarnings("ignore")


def load(wheel):
    """The module nemo.core.optim.lr_scheduler, without the rest of NeMo."""
    stubs = {
        "omegaconf": ["DictConfig", "OmegaConf"],
        "nemo.core.classes.common": ["safe_instantiate"],
        "nemo.core.config.schedulers": ["SchedulerParams", "get_scheduler_config", "register_scheduler_params"],
        "nemo.utils": ["logging"],
        "nemo.utils.model_utils": ["maybe_update_config_version"],
    }
    for name, members in stubs.items():
        stub = types.ModuleType(name)
        for member in members:
            setattr(stub, member, object)
        sys.modules[name] = stub
    for package in ("nemo", "nemo.core", "nemo.core.classes", "nemo.core.config"):
        sys.modules.setdefault(package, types.ModuleType(package))
    source = zipfile.ZipFile(wheel).read("nemo/core/optim/lr_scheduler.py").decode()
    module = types.ModuleType("nemo_lr_scheduler")
    exec(compile(source, "lr_scheduler.py", "exec"), module.__dict__)
    return module


def run(cls, conf, lr0, steps):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=lr0)
    scheduler = cls(optimizer, **conf)
    lrs = []
    for _ in range(steps):
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return lrs


W = {"warmup_steps": 10}
M = {"max_steps": 60}
RATIOS = {"max_steps": 60, "warmup_ratio": 0.13}
LONG = {"max_steps": 20, "warmup_steps": 30}
COMMON = [{**M}, {**M, **W}, {**M, **W, "min_lr": 0.004}, {**RATIOS}, {**LONG, "min_lr": 0.002}]
HOLD = COMMON + [
    {**M, **W, "hold_steps": 15},
    {**M, **W, "hold_steps": 0},
    {**M, **W, "hold_steps": 15, "min_lr": 0.01},
    {**RATIOS, "hold_ratio": 0.29, "min_lr": 0.002},
    {**M, "hold_steps": 20},
    {**M, **W, "hold_steps": 70, "min_lr": 0.03},
]
WITH_WARMUP = [conf for conf in HOLD if conf.get("warmup_steps") or conf.get("warmup_ratio")]
POWERS = [{**M, **W, "power": 2.0, "min_lr": 0.001}, {**M, "power": 0.5}, {**M, "power": 3, "cycle": True},
          {"max_steps": 37, **W, "power": 0.0, "cycle": True, "min_lr": 0.01}]
CASES = {
    "WarmupPolicy": [{}, W, {**W, **M, "min_lr": 0.01}, RATIOS, LONG],
    "WarmupHoldPolicy": HOLD,
    "SquareAnnealing": COMMON + [{"max_steps": 50, "min_lr": 0.0}, {"max_steps": 41, "warmup_steps": 3, "min_lr": 0.05}],
    "SquareRootAnnealing": COMMON + [{"max_steps": 50, **W, "min_lr": 0.06}],
    "CosineAnnealing": COMMON + [
        {**M, **W, "constant_steps": 10},
        {**M, **W, "constant_steps": 10, "min_lr": 0.01},
        {**RATIOS, "constant_ratio": 0.21, "min_lr": 0.01},
        {**M, "constant_steps": 20, "min_lr": 0.01},
        {**M, **W, "constant_steps": 50, "min_lr": 0.01},
        {**M, **W, "constant_steps": 55, "min_lr": 0.01},
        {**M, "constant_steps": 70, "min_lr": 0.01},
        {**M, **W, "constant_steps": 0, "min_lr": 0.1},
        {"max_steps": 61, "warmup_steps": 3, "constant_ratio": 0.01},
    ],
    "NoamAnnealing": [
        {"d_model": 256},
        {"d_model": 256, **W},
        {"d_model": 80, **W, "min_lr": 0.02},
        {"d_model": 144, "warmup_ratio": 0.13, "max_steps": 60},
        {"d_model": 512, "warmup_steps": 100, "min_lr": 1.0},
        {"d_model": 176.5, "warmup_steps": 7.5, "max_steps": 20},
        {"d_model": 1, "warmup_steps": 1},
    ],
    "NoamHoldAnnealing": WITH_WARMUP + [
        {**M, **W, "hold_steps": 15, "decay_rate": 1.0},
        {**M, "warmup_ratio": 0.2, "hold_ratio": 0.3, "decay_rate": 1.0, "min_lr": 0.02},
        {**M, **W, "decay_rate": 0.25},
        {**M, **W, "hold_steps": 5, "decay_rate": -0.5},
        {**M, "hold_steps": 100},
    ],
    "WarmupAnnealing": COMMON + [{**M, **W, "min_lr": 0.2}],
    "InverseSquareRootAnnealing": COMMON + [{"max_steps": None}, {"max_steps": None, **W, "min_lr": 0.09}],
    "PolynomialDecayAnnealing": COMMON + POWERS,
    "PolynomialHoldDecayAnnealing": HOLD + POWERS + [{**M, **W, "hold_steps": 15, "power": 2.0, "cycle": True}],
    "WarmupHoldAnnealLinear": HOLD,
    "WarmupHoldAnnealOneMinusSquareRoot": HOLD,
    "WarmupAnnealHoldPolicy": COMMON + [{**M, **W, "constant_steps": 10, "min_lr": 0.02},
                                        {**RATIOS, "constant_ratio": 0.21, "min_lr": 0.02},
                                        {**M, "constant_steps": 70, "min_lr": 0.01}],
    "SquareRootConstantPolicy": [{"constant_steps": 10, **M}, {"constant_steps": 70, "max_steps": 20, "min_lr": 0.01}],
    "T5InverseSquareRootAnnealing": [{"constant_steps": 10, **M}, {"constant_steps": 1, **M, "min_lr": 0.2},
                                     {"constant_steps": 70, "max_steps": 20}, {"constant_steps": 12.5, "max_steps": 33}],
}
LONG_RUNS = {  # whole short trainings, to the digits at their ends
    "CosineAnnealing": [{"max_steps": 190, "warmup_steps": 19}],
    "WarmupHoldAnnealOneMinusSquareRoot": [{"max_steps": 190, "warmup_steps": 19, "hold_steps": 40}],
    "PolynomialDecayAnnealing": [{"max_steps": 190, "warmup_steps": 19, "power": 1.5}],
}


def main():
    module = load(sys.argv[1])
    cases = []
    for name, confs in CASES.items():
        runs = [(conf, 70) for conf in confs] + [(conf, 200) for conf in LONG_RUNS.get(name, [])]
        lr0 = 2.0 if name == "NoamAnnealing" else 0.1
        for number, (conf, steps) in enumerate(runs):
            lrs = run(getattr(module, name), conf, lr0, steps)
            cases.append({"name": f"nemo.{name}/{number}", "conf": conf, "lr0": lr0, "lr": lrs})
    meta = {
        "lr": "lr[t] is the value in param_groups before update t + 1; scheduler.step() follows each optimizer.step()",
        "versions": {"nemo_toolkit": "3.0.0", "torch": torch.__version__},
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"meta": {json.dumps(meta)}, "cases": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
