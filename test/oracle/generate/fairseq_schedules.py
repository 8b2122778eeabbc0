"""Records the learning rates of fairseq's schedules: python3 fairseq_schedules.py FAIRSEQ > ../fairseq-schedules.json

FAIRSEQ is a checkout of https://github.com/facebookresearch/fairseq (fairseq is not on PyPI in a current form):
    git clone https://github.com/facebookresearch/fairseq && git -C fairseq checkout COMMIT
with the COMMIT in `meta` of ../fairseq-schedules.json. Its schedule files and fairseq_optimizer.py are run as they are;
the modules that they import from the rest of fairseq, and omegaconf, are replaced by the few names they need.
Needs torch. The numbers of ../fairseq-schedules.json: torch 2.15.0, Python 3.11.
"""
import argparse
import dataclasses
import importlib.util
import json
import logging
import math
import pathlib
import subprocess
import sys
import types

import torch

STEPS = 80

# name of the schedule, its file
FILES = {
    "inverse_sqrt": "inverse_square_root_schedule",
    "tri_stage": "tri_stage_lr_scheduler",
    "polynomial_decay": "polynomial_decay_schedule",
    "cosine": "cosine_lr_scheduler",
    "triangular": "triangular_lr_scheduler",
    "step": "step_lr_scheduler",
    "reduce_lr_on_plateau": "reduce_lr_on_plateau",
    "fixed": "fixed_schedule",
    "manual": "manual_lr_scheduler",
}

FALLING = [1 / (1 + 0.2 * min(k, 12)) + 0.003 * math.sin(k) for k in range(1, 201)]
RISING = [round(1 - value, 6) for value in FALLING]
FLAT = [1.0] * 200

# name, conf, and where they are needed: steps of an epoch, metrics (one for each epoch), steps of the run
CASES = [
    ("inverse_sqrt", {}),
    ("inverse_sqrt", {"lr": [0.1], "warmup_updates": 10, "warmup_init_lr": -1}),
    ("inverse_sqrt", {"lr": [0.1], "warmup_updates": 20, "warmup_init_lr": 0.001}),
    ("inverse_sqrt", {"warmup_updates": 1}),
    ("inverse_sqrt", {"warmup_updates": 30, "warmup_init_lr": 0.5}),
    ("inverse_sqrt", {"warmup_updates": 7, "warmup_init_lr": 0}),
    ("tri_stage", {"lr": [0.1], "warmup_steps": 10, "hold_steps": 20, "decay_steps": 30}),
    ("tri_stage", {"phase_ratio": [0.1, 0.4, 0.5], "max_update": 60}),
    ("tri_stage", {"phase_ratio": [0.3, 0.3, 0.4], "max_update": 47.5, "init_lr_scale": 0.2, "final_lr_scale": 0.05}),
    ("tri_stage", {"phase_ratio": [0.1, 0.2, 0.7], "max_update": 33, "warmup_steps": 5}),
    ("tri_stage", {"decay_steps": 25}),
    ("tri_stage", {"warmup_steps": 1, "hold_steps": 1, "decay_steps": 1, "final_lr_scale": 1.5, "init_lr_scale": 0}),
    ("tri_stage", {"phase_ratio": [0.0, 0.0, 1.0], "max_update": 100, "final_lr_scale": 1e-6}),
    ("tri_stage", {"phase_ratio": None, "hold_steps": 12, "decay_steps": 40, "final_lr_scale": 1}),
    ("polynomial_decay", {"total_num_update": 60}),
    ("polynomial_decay", {"lr": [0.1], "warmup_updates": 10, "total_num_update": 60, "power": 2.0}),
    ("polynomial_decay", {"warmup_updates": 15, "total_num_update": 60, "end_learning_rate": 0.002, "power": 0.5}),
    ("polynomial_decay", {"warmup_updates": 30, "total_num_update": 20, "end_learning_rate": 0.01}),
    ("polynomial_decay", {"warmup_updates": 20, "total_num_update": 20, "end_learning_rate": 0.01}),
    ("polynomial_decay", {"warmup_updates": 1, "total_num_update": 1000000.5, "force_anneal": None}),
    ("polynomial_decay", {"total_num_update": 50, "power": 0, "end_learning_rate": 0.5}),
    ("polynomial_decay", {"lr": [0.1, 0.2, 0.05], "warmup_updates": 7, "total_num_update": 70}, 15),
    ("polynomial_decay", {"warmup_updates": 5, "total_num_update": 75, "force_anneal": 3}, 12),
    ("polynomial_decay", {"total_num_update": 75, "force_anneal": 1, "end_learning_rate": 0.001, "power": 1.5}, 10),
    ("polynomial_decay", {"warmup_updates": 5, "total_num_update": 75, "force_anneal": 1}, 10),
    ("polynomial_decay", {"lr": [0.1, 0.3], "warmup_updates": 30, "total_num_update": 75, "force_anneal": 2}, 10),
    ("cosine", {"max_update": 60}),
    ("cosine", {"lr": [0.1], "warmup_updates": 10, "max_update": 60, "min_lr": 0.001}),
    ("cosine", {"warmup_updates": 10, "warmup_init_lr": 1e-7, "lr_period_updates": 17, "lr_shrink": 0.5}),
    ("cosine", {"warmup_updates": 6, "lr_period_updates": 10, "t_mult": 2, "lr_shrink": 0.75, "min_lr": 0.002}),
    ("cosine", {"lr_period_updates": 7.5, "t_mult": 1.3, "lr_shrink": 0.9}),
    ("cosine", {"lr_period_updates": 5, "t_mult": 3, "lr_shrink": 1}, None, None, 700),
    ("cosine", {"lr_period_updates": 50, "t_mult": 1.2, "lr_shrink": 0.8, "min_lr": 0.001}, None, None, 400),
    ("cosine", {"lr_period_updates": 50, "t_mult": 0.5, "lr_shrink": 0.8, "min_lr": 0.001}),
    ("cosine", {"min_lr": 0.5, "lr_period_updates": 20, "lr_shrink": 0.5, "warmup_updates": 3}),
    ("cosine", {"warmup_updates": 70, "max_update": 60}),
    ("cosine", {"lr_period_updates": 1, "lr_shrink": 0.97}),
    ("triangular", {"max_lr": 0.3}),
    ("triangular", {"lr": [0.01], "max_lr": 0.1, "lr_period_updates": 20, "lr_shrink": 0.5, "shrink_min": True}),
    ("triangular", {"max_lr": 0.3, "lr_period_updates": 21, "lr_shrink": 0.5}),
    ("triangular", {"max_lr": 0.3, "lr_period_updates": 17.5, "lr_shrink": 0.9, "shrink_min": True}),
    ("triangular", {"max_lr": 0.3, "lr_period_updates": 2, "lr_shrink": 1}),
    ("triangular", {"max_lr": 0.3, "lr_period_updates": 33, "lr_shrink": 0.01}),
    ("step", {}),
    ("step", {"lr": [0.1], "warmup_updates": 10, "lr_deacy_period": 15}),
    ("step", {"lr_deacy_period": 7, "lr_decay": 0.7, "min_lr": 0.001}),
    ("step", {"warmup_updates": 20, "warmup_init_lr": 0.0005, "lr_deacy_period": 1, "lr_decay": 0.9, "min_lr": 0.001}),
    ("step", {"warmup_updates": 20, "min_lr": 0.002, "lr_deacy_period": 30, "lr_decay": 0}),
    ("step", {"lr": [0.1, 0.2], "lr_deacy_period": 13, "lr_decay": 1}),
    ("reduce_lr_on_plateau", {}, None, FALLING),
    ("reduce_lr_on_plateau", {"lr_shrink": 0.5, "lr_patience": 2}, None, FLAT),
    ("reduce_lr_on_plateau", {"lr": [0.1], "warmup_updates": 20, "lr_shrink": 0.7, "lr_patience": 3}, None, FLAT),
    ("reduce_lr_on_plateau", {"warmup_updates": 10, "warmup_init_lr": 0.002, "lr_shrink": 0.8}, None, FALLING),
    ("reduce_lr_on_plateau", {"lr_threshold": 0.05, "lr_shrink": 0.9, "lr_patience": 1}, None, FALLING),
    (
        "reduce_lr_on_plateau",
        {"maximize_best_checkpoint_metric": True, "lr_shrink": 0.6, "lr_patience": 1, "warmup_updates": 3},
        None,
        RISING,
    ),
    ("reduce_lr_on_plateau", {"warmup_init_lr": 0.5}, None, FLAT),
    ("reduce_lr_on_plateau", {"warmup_updates": 30}),
    ("reduce_lr_on_plateau", {"warmup_updates": 20, "lr_shrink": 0.5}, 10, FLAT),
    ("reduce_lr_on_plateau", {"warmup_updates": 21, "lr_shrink": 0.5}, 7, FLAT),
    ("reduce_lr_on_plateau", {"lr_shrink": 0.5, "lr_patience": 2, "lr_threshold": 0.03}, 5, FALLING),
    ("fixed", {}),
    ("fixed", {"lr": [0.1], "warmup_updates": 10}),
    ("fixed", {"lr": [0.1, 0.05, 0.2]}, 12),
    ("fixed", {"lr": [0.1, 0.05, 0.2], "warmup_updates": 30, "force_anneal": 5, "lr_shrink": 0.5}, 12),
    ("fixed", {"force_anneal": 3}, 20),
    ("fixed", {"lr": [0.1, 0.2], "force_anneal": 1, "lr_shrink": 0.9, "warmup_updates": 1}, 10),
    ("fixed", {"lr": [0.1, 0.2], "force_anneal": 0, "lr_shrink": 0.9}, 10),
    ("manual", {}),
    ("manual", {"epoch2lr": "{'1-3': 0.1, '4': 0.05, '6,7': 1e-3}"}, 10),
    ("manual", {"epoch2lr": "{'2': 0.1, \"4\": '0.05',}"}, 10),
    ("manual", {"update2lr": "{'1': 0.1, '20-30': 0.05, '25': 2e-2, '50': 1}"}),
    ("manual", {"epoch2lr": "{'1': 0.1, '3': 0.2, '6': 0.4}", "update2lr": "{ '35' : 0.05, '40-44': .5 }"}, 10),
    ("manual", {"epoch2lr": "{'3': 0.2}", "update2lr": "{'1': 0.3}"}, 10),
    ("manual", {"epoch2lr": "{'5,2': 0.2, '3-4': 0.7, '0': 0.6}"}, 10),
]


class Registry:
    """What `register_lr_scheduler` of fairseq keeps."""

    def __init__(self):
        self.classes, self.configs = {}, {}

    def register(self, name, dataclass=None):
        def keep(cls):
            self.classes[name], self.configs[name] = cls, dataclass
            return cls

        return keep


def load(checkout):
    """fairseq's optimizer base class and its registry of schedules."""
    optim = pathlib.Path(checkout) / "fairseq" / "optim"
    registry = Registry()

    def module(name, **members):
        one = sys.modules[name] = types.ModuleType(name)
        one.__path__ = []
        one.__dict__.update(members)
        return one

    def run(name, path):
        spec = importlib.util.spec_from_file_location(name, path)
        one = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(one)
        return one

    module("omegaconf", II=lambda name: f"${{{name}}}", DictConfig=dict)
    fairseq = module("fairseq")
    fairseq.utils = module("fairseq.utils")
    module("fairseq.dataclass", FairseqDataclass=object)
    module("fairseq.dataclass.utils", gen_parser_from_dataclass=None)
    optimizer = run("fairseq.optim.fairseq_optimizer", optim / "fairseq_optimizer.py").FairseqOptimizer
    module("fairseq.optim", FairseqOptimizer=optimizer)
    package = module("fairseq.optim.lr_scheduler", register_lr_scheduler=registry.register)
    base = run("fairseq.optim.lr_scheduler.fairseq_lr_scheduler", optim / "lr_scheduler" / "fairseq_lr_scheduler.py")
    package.FairseqLRScheduler = base.FairseqLRScheduler
    package.LegacyFairseqLRScheduler = base.LegacyFairseqLRScheduler
    for file in FILES.values():
        run(f"fairseq.optim.lr_scheduler.{file}", optim / "lr_scheduler" / f"{file}.py")
    return optimizer, registry


def config(registry, name, conf, lr0):
    """The schedule's own defaults, what it takes from the rest of fairseq's configuration, and the conf."""
    values = {"lr": [lr0], "max_update": 0, "maximize_best_checkpoint_metric": False}
    dataclass = registry.configs[name]
    if dataclass is None:
        parser = argparse.ArgumentParser()
        registry.classes[name].add_args(parser)
        values.update(vars(parser.parse_args([])))
    else:
        for field in dataclasses.fields(dataclass):
            if not (isinstance(field.default, str) and field.default.startswith("${")):
                values[field.name] = field.default
    return argparse.Namespace(**{**values, **conf})


def run(origin, name, conf, lr0, steps, epoch_steps, metric_of_epoch):
    """The learning rate that each update uses, with the calls of fairseq's trainer.py and train.py in their order."""
    base, registry = origin
    optimizer = base(None)
    optimizer._optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr0)
    scheduler = registry.classes[name](config(registry, name, conf, lr0), optimizer)
    scheduler.step_update(0)  # Trainer._build_optimizer
    scheduler.step(1, None)  # checkpoint_utils.load_checkpoint: Trainer.lr_step
    scheduler.step_update(0)
    rates, updates = [], 0
    epoch = 0
    while updates < steps:
        epoch += 1
        scheduler.step_begin_epoch(epoch)  # Trainer.begin_epoch
        scheduler.step_update(updates)
        for _ in range(epoch_steps):
            rates.append(float(optimizer.get_lr()))
            optimizer.optimizer.step()
            updates += 1
            scheduler.step_update(updates)  # Trainer.set_num_updates
        scheduler.step(epoch, metric_of_epoch(epoch))  # train.main: Trainer.lr_step
        scheduler.step_update(updates)
    return rates[:steps]


def main():
    checkout = sys.argv[1]
    logging.disable(logging.WARNING)
    origin = load(checkout)
    cases, counts = [], {}
    for name, conf, *rest in CASES:
        epoch_steps, metrics, steps = (*rest, None, None, None)[:3]
        steps = steps or STEPS
        number = counts[name] = counts.get(name, -1) + 1
        lr0 = conf["lr"][0] if "lr" in conf else 0.1 if number % 2 == 0 else 0.03
        one_epoch = epoch_steps or (1 if metrics else steps)
        metrics = metrics and metrics[: math.ceil(steps / one_epoch)]
        rates = run(
            origin,
            name,
            conf,
            lr0,
            steps,
            one_epoch,
            lambda epoch: metrics[epoch - 1] if metrics else None,
        )
        case = {"name": f"fairseq.{name}/{number}", "conf": conf, "lr0": lr0}
        if epoch_steps:
            case["steps_per_epoch"] = epoch_steps
        if metrics:
            case["metrics"] = metrics
        cases.append({**case, "lr": rates})
    commit = subprocess.run(["git", "-C", checkout, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    meta = {
        "lr": "lr[t] is the value in the optimizer at update number t+1, stepped as fairseq's trainer does:"
        " step_update(0); at the beginning of epoch e (of steps_per_epoch updates) step_begin_epoch(e) and"
        " step_update(n); after update n step_update(n); at the end of the epoch step(e, metrics[e-1]) and"
        " step_update(n). With metrics but without steps_per_epoch an epoch is one update; without both the run is one epoch",
        "versions": {
            "fairseq": f"commit {commit}" if commit else "unknown",
            "torch": torch.__version__,
            "python": sys.version.split()[0],
        },
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"meta": {json.dumps(meta)},\n"cases": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
