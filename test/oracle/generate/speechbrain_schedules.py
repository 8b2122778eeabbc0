"""Learning rates of SpeechBrain's own scheduler classes -> speechbrain-schedules.json.

Run: python speechbrain_schedules.py speechbrain-1.1.2-py3-none-any.whl > ../speechbrain-schedules.json
with torch (measured: 2.15, CPU). The wheel comes from `pip download --no-deps speechbrain==1.1.2`; only its file
speechbrain/nnet/schedulers.py is run, with its checkpointing and logging replaced by nothing.

lr[t] is the value in param_groups before update t + 1. As in SpeechBrain's recipes, a schedule by updates is called
after each update; one by epochs or by a metric is called after each epoch (`steps_per_epoch` updates), and its second
value is written into the optimizer. Where a case has metrics but no steps_per_epoch, each update is an epoch.
A learning rate that a class asks for beside the optimizer's, and that a conf leaves out, is the optimizer's.
"""

import inspect
import json
import logging
import math
import random
import sys
import types
import zipfile

import torch


def load(wheel):
    for name in ("speechbrain", "speechbrain.utils", "speechbrain.utils.checkpoints", "speechbrain.utils.logger"):
        sys.modules[name] = types.ModuleType(name)
    checkpoints = sys.modules["speechbrain.utils.checkpoints"]
    sys.modules["speechbrain.utils"].checkpoints = checkpoints
    for decorator in ("register_checkpoint_hooks", "mark_as_saver", "mark_as_loader"):
        setattr(checkpoints, decorator, lambda wrapped: wrapped)
    sys.modules["speechbrain.utils.logger"].get_logger = logging.getLogger
    source = zipfile.ZipFile(wheel).read("speechbrain/nnet/schedulers.py").decode()
    module = types.ModuleType("speechbrain_schedulers")
    exec(compile(source, "schedulers.py", "exec"), module.__dict__)
    return module


def run(module, name, case, steps):
    cls = getattr(module, name)
    conf = dict(case["conf"])
    for key in ("lr_initial", "initial_value", "lr"):
        parameter = inspect.signature(cls).parameters.get(key)
        if parameter is not None and parameter.default is inspect.Parameter.empty:
            conf.setdefault(key, case["lr0"])
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=case["lr0"])
    scheduler = cls(**conf)
    per_epoch = case.get("steps_per_epoch", 1)
    lrs = []
    for n in range(1, steps + 1):
        lrs.append(optimizer.param_groups[0]["lr"])
        epoch = n // per_epoch
        if name in ("LinearScheduler", "StepScheduler"):
            new = scheduler(epoch)[1] if n % per_epoch == 0 else None
        elif name == "NewBobScheduler":
            new = scheduler(case["metrics"][epoch - 1])[1] if n % per_epoch == 0 else None
        elif name == "ReduceLROnPlateau":
            metric = case["metrics"][epoch - 1]
            new = scheduler([optimizer], epoch, metric)[1] if n % per_epoch == 0 else None
        elif name == "CyclicLRScheduler":
            new = scheduler.on_batch_end(optimizer)
        elif name in ("WarmCoolDecayLRSchedule", "TriStageLRSchedule"):
            new = scheduler(optimizer, n)
        else:
            scheduler(optimizer)
            new = None
        if new is not None:
            module.update_learning_rate(optimizer, new)
    return lrs


def metrics(seed, count):
    """A loss that falls, stalls and rises, with equal values and a 0 among them."""
    generator = random.Random(seed)
    values = [2.0 * math.exp(-0.08 * i) + generator.uniform(-0.15, 0.15) for i in range(count)]
    values[5] = values[4]
    values[count // 2] = 0.0
    return values


N = {"n_warmup_steps": 12}
I = [{"steps": 3, "lr": 0.01}, {"steps": 20, "lr": 0.005}, {"steps": 33.5, "lr": 0.5}]
CASES = {
    "NoamScheduler": [N, {**N, "lr_initial": 0.7}, {**N, "model_size": 256}, {"n_warmup_steps": 0.5}],
    "NoamIntervalScheduler": [
        {**N, "anneal_steps": [], "anneal_rates": []},
        {**N, "anneal_steps": [6, 30, 50], "anneal_rates": [0.5, 0.1, 3.0, 7.0]},
        {**N, "anneal_steps": [50, 30], "anneal_rates": [0.5, 0.1], "model_size": 80, "lr_initial": 2},
    ],
    "LinearNoamScheduler": [
        {**N, "n_keep_steps": 20},
        {**N, "n_keep_steps": 0, "lr_initial": 0.3},
        {"n_warmup_steps": 0, "n_keep_steps": 0},
        {"n_warmup_steps": 1, "n_keep_steps": 5.5},
    ],
    "LinearWarmupScheduler": [
        {"num_warmup_steps": 12, "num_training_steps": 60},
        {"num_warmup_steps": 0, "num_training_steps": 40, "initial_value": 0.25},
        {"num_warmup_steps": 50, "num_training_steps": 20},
        {"num_warmup_steps": 10, "num_training_steps": 10},
    ],
    "CyclicCosineScheduler": [
        N,
        {**N, "lr_initial": 0.4, "total_steps": 25},
        {**N, "total_steps": 40},
        {"n_warmup_steps": 0.5, "total_steps": 7},
        {"n_warmup_steps": 3, "lr_initial": 0.2},
    ],
    "CyclicLRScheduler": [
        {},
        {"base_lr": 0.01, "max_lr": 0.2, "step_size": 10},
        {"base_lr": 0.01, "max_lr": 0.2, "step_size": 7, "mode": "triangular2"},
        {"base_lr": 0.01, "max_lr": 0.2, "step_size": 7.5, "mode": "exp_range", "gamma": 0.97},
        {"base_lr": 1e-8, "max_lr": 0.2, "step_size": 10, "mode": "exp_range"},
        {"base_lr": 0.2, "max_lr": 0.1, "step_size": 9, "gamma": 0.5},
    ],
    "IntervalScheduler": [
        {"intervals": I},
        {"intervals": []},
        {"intervals": [{"steps": 0, "lr": 0.9}, {"steps": -3, "lr": 0.8}] + I},
        {"intervals": [{"steps": 20, "lr": 0.4}, {"steps": 10, "lr": 0.3}, {"steps": 21, "lr": 0.2}]},
        {"intervals": [{"steps": 5, "lr": 0.4}, {"steps": 5, "lr": 0.3}, {"steps": 5, "lr": 0.2}]},
    ],
    "InverseSquareRootScheduler": [{"warmup_steps": 12}, {"warmup_steps": 0}, {"warmup_steps": 100}],
    "WarmCoolDecayLRSchedule": [
        {"warmup": 12, "cooldown": 20, "total_steps": 64},
        {"warmup": 12, "cooldown": 16, "total_steps": 64, "decay_factor": 0.5, "decay_every": 10, "lr": 0.3},
        {"warmup": 0, "cooldown": 8, "total_steps": 70, "decay_every": 30},
        {"warmup": 20, "cooldown": 60, "total_steps": 64, "decay_factor": 1.5, "decay_every": 30},
    ],
    "WarmAndExpDecayLRSchedule": [
        {**N, "total_steps": 60},
        {**N, "total_steps": 60, "decay_factor": 0.01, "lr": 0.5},
        {"n_warmup_steps": 0, "total_steps": 40},
        {"n_warmup_steps": 30, "total_steps": 20},
        {**N, "total_steps": 60, "decay_factor": 0.0},
        {**N, "total_steps": 60, "decay_factor": 2},
    ],
    "TriStageLRSchedule": [
        {"warmup_steps": 12, "hold_steps": 20, "decay_steps": 30, "total_steps": 62},
        {"warmup_steps": 12, "hold_steps": 0, "decay_steps": 10, "total_steps": 5, "lr": 0.4},
        {"warmup_steps": 1, "hold_steps": 5, "decay_steps": 90, "total_steps": 96, "init_lr_scale": 0.0,
         "final_lr_scale": 0.3},
        {"warmup_steps": 40, "hold_steps": 5, "decay_steps": 20, "total_steps": 65, "init_lr_scale": 0.5,
         "final_lr_scale": 1.2},
    ],
    "StepScheduler": [
        {},
        {"decay_factor": 0.8, "decay_drop": 5, "initial_value": 0.4},
        {"half_life": 3},
        {"decay_factor": 0.0, "decay_drop": 3.5},
        {"half_life": 0, "decay_drop": 1},
    ],
    # In float32, so the numbers are such as float32 has exactly, whatever the CPU's instructions.
    "LinearScheduler": [
        {"initial_value": 1.0, "final_value": 0.0, "epoch_count": 5},
        {"initial_value": 0.5, "final_value": 0.25, "epoch_count": 9},
        {"initial_value": 0.125, "final_value": 2.0, "epoch_count": 16},
        {"initial_value": 0.5, "final_value": 0.25, "epoch_count": 1},
        {"initial_value": 0.5, "final_value": 0.25, "epoch_count": 2},
    ],
    "NewBobScheduler": [
        {},
        {"annealing_factor": 0.8, "patient": 1},
        {"improvement_threshold": 0.05, "patient": 2, "initial_value": 0.6},
        {"improvement_threshold": -0.1},
        {"patient": -1},
    ],
    "ReduceLROnPlateau": [
        {},
        {"dont_halve_until_epoch": 5},
        {"dont_halve_until_epoch": 0, "patience": 0, "factor": 0.9, "lr_min": 0.03},
        {"dont_halve_until_epoch": 10, "patience": 4, "factor": 0.1},
        {"dont_halve_until_epoch": 10, "lr_min": 0.5},
    ],
}


def main():
    module = load(sys.argv[1])
    cases = []
    for name, confs in CASES.items():
        for number, conf in enumerate(confs):
            case = {"name": f"speechbrain.{name}/{number}", "conf": conf, "lr0": 0.1}
            steps = 80
            if name in ("LinearScheduler", "StepScheduler"):
                case["lr0"] = conf.get("initial_value", 0.1)
                case["steps_per_epoch"] = 4
            if name == "LinearScheduler":  # it cannot be called after a later epoch
                steps = 4 * conf["epoch_count"]
            if name in ("NewBobScheduler", "ReduceLROnPlateau"):
                case["metrics"] = metrics(number, steps)
                if number == 1:
                    case["steps_per_epoch"] = 4
            case["lr"] = run(module, name, case, steps)
            cases.append(case)
    meta = {
        "lr": "lr[t] is the value in param_groups before update t + 1; called after each update, or after each epoch where the schedule counts epochs or takes a metric",
        "versions": {"speechbrain": "1.1.2", "torch": torch.__version__},
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"meta": {json.dumps(meta)}, "cases": [\n{lines}\n]}}')


main()
