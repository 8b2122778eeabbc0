"""Records what torch.optim's elementwise classes make of parameters: python3 elementwise_optim.py > ../torch-optim-elementwise.json

The numbers of ../torch-optim-elementwise.json: torch 2.15.0, Python 3.11, CPU.
"""
import itertools
import json

import torch

STEPS = [1, 10, 200]
SHAPES = [[3, 2, 2], [], [5], [2, 3], [1]]

# Class, options that change numbers, each tried alone, and the options of all tries.
CLASSES = [
    ("Adadelta", {"rho": 0.5, "eps": 0.01, "weight_decay": 0.1, "maximize": True}, [{"rho": 0.0}, {"rho": 1.0}]),
    (
        "Adagrad",
        {"lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 2.5, "eps": 0.01, "maximize": True},
        [],
    ),
    ("Adam", {"betas": [0.0, 0.5], "amsgrad": True, "weight_decay": 0.1, "maximize": True}, []),
    ("AdamW", {"betas": [0.5, 0.0], "amsgrad": True, "weight_decay": 0.5, "maximize": True}, []),
    (
        "Adamax",
        {"betas": [0.5, 0.8], "eps": 0.01, "weight_decay": 0.1, "maximize": True},
        [{"betas": [0.0, 0.0]}, {"betas": [0.4, 0.0]}, {"betas": [0.0, 0.9], "weight_decay": 0.3}],
    ),
    (
        "ASGD",
        {"lambd": 0.1, "alpha": 0.4, "t0": 5, "weight_decay": 0.1, "maximize": True},
        [{"lambd": 0}, {"alpha": 0}, {"t0": 0}, {"t0": 2.5, "alpha": 1.5, "lambd": 0.5}, {"t0": -3}],
    ),
    (
        "NAdam",
        {
            "betas": [0.6, 0.8],
            "eps": 0.01,
            "weight_decay": 0.1,
            "momentum_decay": 0.5,
            "decoupled_weight_decay": True,
            "maximize": True,
        },
        [{"betas": [0.0, 0.9]}, {"betas": [0.9, 0.0]}, {"betas": [0.0, 0.0]}, {"momentum_decay": 0}],
    ),
    (
        "RAdam",
        {"betas": [0.6, 0.95], "eps": 0.01, "weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True},
        # Averages of squares that are never, just, and soon long enough.
        [{"betas": [0.0, 0.9]}, {"betas": [0.9, 0.0]}, {"betas": [0.9, 0.5]}, {"betas": [0.9, 0.67]}, {"betas": [0.0, 0.7]}],
    ),
    (
        "RMSprop",
        {"alpha": 0.6, "eps": 0.01, "weight_decay": 0.1, "momentum": 0.7, "centered": True, "maximize": True},
        [{"alpha": 0.0}, {"alpha": 1.0, "eps": 0.1}, {"alpha": 0.3, "centered": True}, {"momentum": 1.1}],
    ),
    (
        "Rprop",
        {"etas": [0.3, 1.5], "step_sizes": [0.001, 0.02], "maximize": True},
        [{"lr": 0.0}, {"step_sizes": [0.05, 0.01]}],
    ),
    ("SGD", {"momentum": 0.8, "dampening": 0.4, "weight_decay": 0.1, "maximize": True}, [{"momentum": 0.9, "nesterov": True}]),
]
RATE = {"Adadelta": 0.7, "Rprop": 0.004, "ASGD": 0.05, "SGD": 0.03}

# What of the world differs from `meta`, beside the world as it is.
HARD = {"zero_gradient": [2], "no_gradient": [3], "zero_lr": 7}
MOMENTA = [
    ("Adam", {}, [0.5, 0.85]),
    ("AdamW", {"amsgrad": True}, [0.0, 0.85]),
    ("Adamax", {}, [0.5, 0.85]),
    ("NAdam", {}, [0.85, 0.3]),
    ("RAdam", {}, [0.85, 0.3]),
    ("RMSprop", {"momentum": 0.9}, [0.5, 0.85]),
    ("RMSprop", {"momentum": 0.9}, [0.5, 0.0]),
    ("RMSprop", {"momentum": 0.0, "centered": True}, [0.5, 0.85]),
    ("SGD", {"momentum": 0.9}, [0.5, 0.85]),
    ("SGD", {"momentum": 0.9, "dampening": 0.2}, [0.5, 0.0]),
    ("SGD", {"momentum": 0.9, "dampening": 0.2}, [0.0, 0.5]),
    ("SGD", {"momentum": 0.0}, [0.5, 0.85]),
]


def confs(alone, others):
    """The defaults, each option alone, all but one together, all together, and the extra ones."""
    names = list(alone)
    chosen = [[], *([name] for name in names), *itertools.combinations(names, len(names) - 1), names]
    tries = [{name: alone[name] for name in each} for each in chosen] + others
    return [conf for index, conf in enumerate(tries) if conf not in tries[:index]]


def values(kind, t=0):
    """Tensors of SHAPES; k counts over all of them."""
    k, tensors = 0, []
    for shape in SHAPES:
        size = torch.Size(shape).numel()
        tensors.append(torch.tensor([kind(t, i) for i in range(k, k + size)], dtype=torch.float32).reshape(shape))
        k += size
    return tensors


def run(start, optim_type, conf, base, zero_gradient=(), no_gradient=(), zero_lr=0, momentum=None):
    params = [torch.nn.Parameter(p * start) for p in values(lambda _, k: ((37 * k + 11) % 64 - 32) / 64)]
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in conf.items()}
    optimizer = getattr(torch.optim, optim_type)(params, **{"lr": base, **options})
    recorded = {}
    for t in range(1, max(STEPS) + 1):
        gradients = values(lambda t, k: ((31 * t + 17 * k + 7) % 101 - 50) / 64, t)
        for index, (p, g) in enumerate(zip(params, gradients)):
            p.grad = g * 0 if index in zero_gradient else None if index in no_gradient and t % 2 else g
        group = optimizer.param_groups[0]
        group["lr"] = base * min(1, t / 20) * (1 - 0.5 * t / 200)
        if zero_lr and t % zero_lr == 0:
            group["lr"] = 0.0
        if momentum is not None:
            now = momentum[(t + 1) % 2]
            if "betas" in group:
                group["betas"] = (now, group["betas"][1])
            else:
                group["momentum"] = now
        optimizer.step()
        if t in STEPS:
            recorded[t] = [float(f"{x:.9g}") for p in params for x in p.detach().flatten().tolist()]
    return recorded


def settled(one, other):
    """Whether a start that differs in the last digit has led to the same numbers. It does not where centred RMSprop
    divides by the root of a difference that vanishes, for a gradient that stays the same, and where all grows without
    bound."""
    scale = max(map(abs, one))
    return scale < 1e6 and all(abs(a - b) < 1e-5 * scale for a, b in zip(one, other))


def main():
    cases, tried = [], {}

    def add(optim_type, conf, **world):
        number = tried[optim_type] = tried.get(optim_type, -1) + 1
        base = conf.get("lr", RATE.get(optim_type, 0.01))
        one, other = (run(start, optim_type, conf, base, **world) for start in (1, 1 + 2**-23))
        params = {t: one[t] for t in STEPS if settled(one[t], other[t])}
        case = {"name": f"{optim_type}/{number}", "optim_type": optim_type, "optim_conf": {"lr": base, **conf}}
        cases.append({**case, "dtype": "float32", "base_lr": base, **world, "params": params})

    for optim_type, alone, others in CLASSES:
        for conf in confs(alone, others):
            add(optim_type, conf)
            add(optim_type, conf, **HARD)
    for optim_type, conf, momentum in MOMENTA:
        add(optim_type, conf, momentum=momentum)
        add(optim_type, conf, momentum=momentum, **HARD)

    meta = {
        "torch": torch.__version__,
        "shapes": SHAPES,
        "init": "p_k=((37k+11) mod 64 - 32)/64, k = flat index over all tensors from 0",
        "grad": "(((31t+17k+7) mod 101)-50)/64 at step t from 1; 0 in the tensors of zero_gradient, none in those of no_gradient at odd t",
        "lr": "param_groups lr at step t = base_lr*min(1,t/20)*(1-0.5*t/200); 0 at the multiples of zero_lr",
        "momentum": "group momentum, or betas[0], at odd and at even steps",
        "params": "flat parameters after some steps",
    }
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    print(f'{{"meta":{json.dumps(meta, indent=1)},"cases":[\n{lines}\n]}}')


main()
