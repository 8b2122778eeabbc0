"""Records what Adafactor and Muon, which look at whole tensors, make of parameters:
python3 tensorwise_optim.py > ../torch-optim-tensorwise.json

The numbers of ../torch-optim-tensorwise.json: torch 2.15.0, Python 3.11, CPU.
"""
import itertools
import json

import torch

torch.set_num_threads(1)

STEPS = [1, 10, 200]
SHAPES = [[3, 2, 2], [], [5], [2, 3], [1], [7, 5], [3, 9], [2, 1, 2, 3], [1, 6], [6, 1]]

# Class, options that change numbers, each tried alone and all but one together, and other tries.
CLASSES = [
    (
        "Adafactor",
        {
            "lr": 0.2,
            "beta2_decay": -0.4,
            "eps": [0.1, 0.5],
            "d": 1.5,
            "weight_decay": 0.3,
            "maximize": True,
        },
        [
            {"beta2_decay": 0},
            {"beta2_decay": -3},
            {"eps": [None, 0]},
            {"eps": [1e-15, 0.001]},
            {"eps": [1.5, 0.001], "lr": 0.1},
            {"eps": [None, 5]},
            {"d": 1e9, "lr": 0.1},
            {"lr": 10, "weight_decay": 0.02},
        ],
    ),
    (
        "Muon",
        {
            "lr": 0.01,
            "weight_decay": 0.5,
            "momentum": 0.6,
            "nesterov": False,
            "ns_coefficients": [3, -3.2, 1.2],
            "eps": 4.0,
            "ns_steps": 2,
            "adjust_lr_fn": "match_rms_adamw",
        },
        [
            {"momentum": 0},
            {"momentum": 0, "nesterov": False},
            {"momentum": 0.4},
            {"momentum": 1},
            {"adjust_lr_fn": "original"},
            {"adjust_lr_fn": "spectral_unclamped"},
            {"ns_steps": 0},
            {"ns_steps": 1, "eps": 0.3},
            {"ns_steps": 12},
            {"eps": 0},
        ],
    ),
]
RATE = {"Adafactor": 0.01, "Muon": 0.002}

# What of the world differs from `meta`, beside the world as it is.
HARD = {"zero_gradient": [2], "no_gradient": [3], "zero_lr": 7}
MOMENTA = [("Muon", {}, [0.5, 0.85]), ("Muon", {"nesterov": False}, [0.0, 0.95])]


def confs(alone, others):
    """The defaults, each option alone, all but one together, all together, and the other tries."""
    names = list(alone)
    chosen = [[], *([name] for name in names), *itertools.combinations(names, len(names) - 1), names]
    tries = [{name: alone[name] for name in each} for each in chosen] + others
    return [conf for index, conf in enumerate(tries) if conf not in tries[:index]]


def values(kind, shapes):
    """Tensors; k counts over all of them."""
    k, tensors = 0, []
    for shape in shapes:
        size = torch.Size(shape).numel()
        tensors.append(torch.tensor([kind(i) for i in range(k, k + size)], dtype=torch.float32).reshape(shape))
        k += size
    return tensors


def run(optim_type, conf, base, zero_gradient=(), no_gradient=(), zero_lr=0, momentum=None):
    # Muon holds the matrices alone.
    shapes = [shape for shape in SHAPES if optim_type != "Muon" or len(shape) == 2]
    start = values(lambda k: ((37 * k + 11) % 64 - 32) / 64, SHAPES)
    params = [torch.nn.Parameter(p) for p in start if list(p.shape) in shapes]
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in conf.items()}
    optimizer = getattr(torch.optim, optim_type)(params, **{"lr": base, **options})
    recorded = {}
    for t in range(1, max(STEPS) + 1):
        gradients = values(lambda k: ((31 * t + 17 * k + 7) % 101 - 50) / 64, shapes)
        for index, (p, g) in enumerate(zip(params, gradients)):
            p.grad = g * 0 if index in zero_gradient else None if index in no_gradient and t % 2 else g
        group = optimizer.param_groups[0]
        group["lr"] = base * min(1, t / 20) * (1 - 0.5 * t / 200)
        if zero_lr and t % zero_lr == 0:
            group["lr"] = 0.0
        if momentum is not None:
            group["momentum"] = momentum[(t + 1) % 2]
        optimizer.step()
        if t in STEPS:
            recorded[t] = [float(f"{x:.9g}") for p in params for x in p.detach().flatten().tolist()]
    assert all(abs(x) < 1e6 for x in recorded[max(STEPS)]), (optim_type, conf)
    return recorded


def main():
    cases, tried = [], {}

    def add(optim_type, conf, **world):
        number = tried[optim_type] = tried.get(optim_type, -1) + 1
        base = conf.get("lr", RATE[optim_type])
        case = {"name": f"{optim_type}/{number}", "optim_type": optim_type, "optim_conf": {"lr": base, **conf}}
        params = run(optim_type, conf, base, **world)
        cases.append({**case, "dtype": "float32", "base_lr": base, **world, "params": params})

    for optim_type, alone, others in CLASSES:
        for conf in confs(alone, others):
            add(optim_type, conf)
            # Without a lower bound of the norm a gradient of zeros makes NaN.
            if conf.get("eps") != 0:
                add(optim_type, conf, **HARD)
    for optim_type, conf, momentum in MOMENTA:
        add(optim_type, conf, momentum=momentum)
        add(optim_type, conf, momentum=momentum, **HARD)

    meta = {
        "torch": torch.__version__,
        "shapes": SHAPES,
        "init": "p_k=((37k+11) mod 64 - 32)/64, k = flat index over all tensors from 0",
        "grad": "(((31t+17k+7) mod 101)-50)/64 at step t from 1; Muon holds only the matrices (k runs over those alone); 0 in the tensors of zero_gradient, none in those of no_gradient at odd t",
        "lr": "param_groups lr at step t = base_lr*min(1,t/20)*(1-0.5*t/200); 0 at the multiples of zero_lr",
        "momentum": "group momentum at odd and at even steps",
        "params": "flat parameters after some steps",
    }
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    print(f'{{"meta":{json.dumps(meta, indent=1)},"cases":[\n{lines}\n]}}')


main()
