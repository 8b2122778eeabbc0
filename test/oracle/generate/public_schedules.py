"""Learning rates of schedules whose source is public but on no package index, run as they stand:

    python public_schedules.py wenet     wenet/utils/scheduler.py                 > ../wenet-schedules.json
    python public_schedules.py wespeaker wespeaker/utils/schedulers.py            > ../wespeaker-schedules.json
    python public_schedules.py megatron  megatron/core/optimizer_param_scheduler.py > ../megatron-schedules.json
    python public_schedules.py nanogpt   train.py                                 > ../nanogpt-schedules.json
    python public_schedules.py deepspeed deepspeed/runtime/lr_schedules.py        > ../deepspeed-schedules.json

with torch (measured: 2.15, CPU) and the file of the commit in SOURCES. Imports that the schedules don't use are replaced
by empty modules; of nanoGPT's train.py only the function get_lr is run.

lr[t] is the value that update t + 1 uses. How each is stepped is in `meta.lr`, as in the toolkit's own training.
"""

import ast
import json
import logging
import math
import sys
import types

import torch

SOURCES = {
    "wenet": "https://github.com/wenet-e2e/wenet 015469960db73eb19c49a48c020d5ac9db69bae5",
    "wespeaker": "https://github.com/wenet-e2e/wespeaker dfa741957e5c11f477623b6e583d67d0af25ee88",
    "megatron": "https://github.com/NVIDIA/Megatron-LM d98e8a64ddf34856e74b24714e3bedb2f5a39553",
    "nanogpt": "https://github.com/karpathy/nanoGPT 3adf61e154c3fe3fca428ad6bc3818b27a3b8291",
    "deepspeed": "https://github.com/deepspeedai/DeepSpeed 38327e07f6cd39b63418f60cedd1651b0be3e7c3",
}
STEPPED = {
    "wenet": "set_step(-1) after the constructor, as wenet's training does; step() follows each update",
    "wespeaker": "step(t) before update t + 1, t from 0",
    "megatron": "step(1) follows each update; max_lr is the optimizer's lr where a conf has none",
    "nanogpt": "get_lr(t) before update t + 1, t from 0",
    "deepspeed": "step() follows each update",
}


def load(path):
    megatron = types.ModuleType("megatron.core.utils")
    megatron.log_single_rank = lambda *_: None
    deepspeed = types.ModuleType("deepspeed.utils")
    deepspeed.logger = logging.getLogger("deepspeed")
    deepspeed.logger.setLevel(logging.ERROR)
    stubs = {"megatron": None, "megatron.core": None, "megatron.core.utils": megatron,
             "deepspeed": None, "deepspeed.utils": deepspeed}
    for name, stub in stubs.items():
        sys.modules[name] = stub or types.ModuleType(name)
    module = types.ModuleType("origin")
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)
    return module


def sgd(lr0):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr0)


def stepped(optimizer, steps, step):
    lrs = []
    for _ in range(steps):
        lrs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        step()
    return lrs


def wenet(module, name, conf, lr0, steps):
    optimizer = sgd(lr0)
    scheduler = getattr(module, name)(optimizer, **conf)
    scheduler.set_step(-1)
    return stepped(optimizer, steps, scheduler.step)


def deepspeed(module, name, conf, lr0, steps):
    optimizer = sgd(lr0)
    scheduler = getattr(module, name)(optimizer, **conf)
    return stepped(optimizer, steps, scheduler.step)


def megatron(module, name, conf, lr0, steps):
    optimizer = sgd(lr0)
    arguments = {"init_lr": 0.0, "max_lr": lr0, "min_lr": 0.0, "lr_warmup_steps": 0, "lr_decay_style": "linear",
                 "lr_wsd_decay_style": "exponential", **conf}
    scheduler = getattr(module, name)(
        optimizer, start_wd=0.0, end_wd=0.0, wd_incr_steps=1, wd_incr_style="constant", **arguments)
    return stepped(optimizer, steps, lambda: scheduler.step(1))


def wespeaker(module, name, conf, lr0, steps):
    optimizer = sgd(lr0)
    scheduler = getattr(module, name)(optimizer, **{"initial_lr": lr0, **conf})
    lrs = []
    for t in range(steps):
        scheduler.step(t)
        lrs.append(optimizer.param_groups[0]["lr"])
    return lrs


def nanogpt(functions, name, conf, lr0, steps):
    values = {"decay_lr": True, "warmup_iters": 2000, "lr_decay_iters": 600000, "min_lr": 6e-5, **conf}
    scope = {"math": math, "learning_rate": lr0, **values}
    exec(functions, scope)
    return [scope[name](t) if values["decay_lr"] else lr0 for t in range(steps)]


def function(path, name):
    """The code of one function of a script."""
    with open(path) as file:
        tree = ast.parse(file.read())
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    return compile(tree, path, "exec")


M = {"lr_warmup_steps": 10, "lr_decay_steps": 60, "min_lr": 0.004}
WSD = {**M, "lr_decay_style": "WSD", "wsd_decay_steps": 20}
D = {"total_num_steps": 60, "warmup_num_steps": 10}
S = {"num_epochs": 12, "epoch_iter": 5, "final_lr": 0.001}
H = {"max_steps": 60, "warmup_steps": 10}
CASES = {
    "wenet": {
        "WarmupLR": [{}, {"warmup_steps": 10}, {"warmup_steps": [12.5]}, {"warmup_steps": 0}, {"warmup_steps": 1}],
        "NoamHoldAnnealing": [
            H,
            {**H, "hold_steps": 20, "decay_rate": 1.0},
            {"max_steps": 60, "warmup_ratio": 0.2, "hold_ratio": 0.3, "decay_rate": 1.0, "min_lr": 0.02},
            {"max_steps": 20, "warmup_steps": 30, "min_lr": 0.01},
            {"max_steps": 40, "hold_steps": 50},
        ],
    },
    "megatron": {"OptimizerParamScheduler": [
        {"lr_decay_steps": 60},
        M,
        {**M, "init_lr": 0.02, "max_lr": 0.3},
        {**M, "lr_decay_style": "cosine"},
        {**M, "lr_decay_style": "constant", "init_lr": -0.01},
        {**M, "lr_decay_style": "inverse-square-root", "min_lr": 0.05},
        {"lr_decay_steps": 50, "lr_decay_style": "inverse-square-root"},
        WSD,
        {**WSD, "lr_wsd_decay_style": "linear"},
        {**WSD, "lr_wsd_decay_style": "cosine"},
        {**WSD, "lr_wsd_decay_style": "minus_sqrt", "min_lr": 0.0},
        {**WSD, "min_lr": 0.0},
        {**WSD, "wsd_decay_steps": 55},
        {**WSD, "wsd_decay_steps": 0},
        {**WSD, "wsd_decay_steps": 70, "lr_warmup_steps": 7.5},
    ]},
    "nanogpt": {"get_lr": [
        {"warmup_iters": 10, "lr_decay_iters": 60, "min_lr": 0.01},
        {"warmup_iters": 0, "lr_decay_iters": 40, "min_lr": 0.0},
        {"warmup_iters": 30, "lr_decay_iters": 20},
        {"warmup_iters": 10, "lr_decay_iters": 60, "min_lr": 0.3},
        {"decay_lr": False},
        {},
    ]},
    "deepspeed": {
        "WarmupLR": [
            {},
            {"warmup_num_steps": 10},
            {"warmup_num_steps": 10, "warmup_type": "linear", "warmup_min_lr": 0.01, "warmup_max_lr": 0.2},
            {"warmup_num_steps": 0},
            {"warmup_num_steps": 12.5, "warmup_min_lr": [0.2], "warmup_max_lr": [0.1]},
        ],
        "WarmupDecayLR": [
            D,
            {**D, "warmup_type": "linear", "warmup_min_lr": 0.01, "warmup_max_lr": 0.2},
            {"total_num_steps": 10, "warmup_num_steps": 30},
            {"total_num_steps": 10, "warmup_num_steps": 10},
            {"total_num_steps": 50, "warmup_num_steps": 1},
        ],
        "WarmupCosineLR": [
            D,
            {**D, "warmup_type": "linear", "warmup_min_ratio": 0.2, "cos_min_ratio": 0.1},
            {**D, "cos_min_ratio": 0.0},
            {"total_num_steps": 10, "warmup_num_steps": 30},
            {"total_num_steps": 50, "warmup_num_steps": 0, "cos_min_ratio": -0.5},
        ],
    },
    "wespeaker": {"ExponentialDecrease": [
        S,
        {**S, "warm_from_zero": True, "warm_up_epoch": 3},
        {**S, "scale_ratio": 4.0},
        {**S, "scale_ratio": 0.5},
        {**S, "scale_ratio": 4.0, "warm_from_zero": True, "initial_lr": 0.3},
        {**S, "warm_up_epoch": 0, "scale_ratio": 2.0, "warm_from_zero": True},
        {**S, "warm_up_epoch": 0.5, "warm_from_zero": True, "final_lr": 0.2},
    ]},
}


def main():
    family, path = sys.argv[1:]
    runner = {"wenet": wenet, "megatron": megatron, "nanogpt": nanogpt, "deepspeed": deepspeed,
              "wespeaker": wespeaker}[family]
    cases = []
    for name, confs in CASES[family].items():
        origin = function(path, name) if family == "nanogpt" else load(path)
        for number, conf in enumerate(confs):
            lrs = runner(origin, name, conf, 0.1, 75)
            cases.append({"name": f"{family}.{name}/{number}", "conf": conf, "lr0": 0.1, "lr": lrs})
    meta = {"lr": f"lr[t] is the value that update t + 1 uses; {STEPPED[family]}",
            "versions": {family: SOURCES[family], "torch": torch.__version__}}
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"meta": {json.dumps(meta)}, "cases": [\n{lines}\n]}}')


main()
