"""Records torch.optim.LBFGS with gradients that do not depend on the parameters:
python3 lbfgs_fixed_gradients.py > ../torch-optim-lbfgs.json

The numbers of ../torch-optim-lbfgs.json: torch 2.15.0, Python 3.11, CPU. The closure of a step is the sum of parameters
times that step's gradients, which are its gradients wherever the parameters are.
"""
import itertools
import json

import torch

torch.set_num_threads(1)

STEPS = [1, 2, 3, 10, 50, 100, 200]
SHAPES = [[4, 3], [4], [2, 4], [2]]

CONFS = [
    {"lr": 1},
    {"lr": 1, "max_iter": 1},
    {"lr": 1, "max_iter": 4, "max_eval": 3},
    {"lr": 1, "history_size": 2, "max_iter": 3},
    {"lr": 1, "tolerance_grad": 0.9},
    {"lr": 1, "tolerance_change": 0.5},
    {"lr": 1, "maximize": True, "max_iter": 2},
    # A cubic through two places of a straight line has no minimum but that of rounding: no more than one place is tried.
    {"lr": 0.05, "line_search_fn": "strong_wolfe", "max_iter": 2, "max_eval": 1},
]


def values(kind, dtype):
    """Tensors of the shapes; k counts over all of them."""
    k, tensors = 0, []
    for shape in SHAPES:
        size = torch.Size(shape).numel()
        tensors.append(torch.tensor([kind(i) for i in range(k, k + size)], dtype=dtype).reshape(shape))
        k += size
    return tensors


def run(conf, dtype):
    params = [torch.nn.Parameter(p) for p in values(lambda k: ((37 * k + 11) % 64 - 32) / 64, dtype)]
    optimizer = torch.optim.LBFGS(params, **conf)
    recorded = {}
    for t in range(1, max(STEPS) + 1):
        gradients = values(lambda k: ((31 * t + 17 * k + 7) % 101 - 50) / 64, dtype)

        def closure():
            optimizer.zero_grad()
            loss = sum((p * g).sum() for p, g in zip(params, gradients))
            loss.backward()
            return loss

        optimizer.param_groups[0]["lr"] = conf["lr"] * min(1, t / 20) * (1 - 0.5 * t / 200)
        optimizer.step(closure)
        if t in STEPS:
            recorded[t] = [float(f"{x:.9g}") for p in params for x in p.detach().flatten().tolist()]
    return recorded


def distance(values, exact):
    """The largest difference, relative to the largest value."""
    return max(abs(a - b) for a, b in zip(values, exact)) / max(map(abs, values))


def main():
    cases = []
    for number, conf in enumerate(CONFS):
        single, double = run(conf, torch.float32), run(conf, torch.float64)
        # Gradients that no function has: the estimate of the curvature may run away, in each precision on its own path.
        agreeing = list(itertools.takewhile(lambda t: distance(single[t], double[t]) < 4e-6, STEPS))
        for dtype, recorded in (("float32", single), ("float64", double)):
            case = {"name": f"LBFGS/{number}/{dtype}", "optim_type": "LBFGS", "optim_conf": conf, "dtype": dtype}
            cases.append({**case, "base_lr": conf["lr"], "params": {t: recorded[t] for t in agreeing}})
    meta = {
        "torch": torch.__version__,
        "shapes": SHAPES,
        "init": "p_k=((37k+11) mod 64 - 32)/64, k = flat index over all tensors from 0",
        "grad": "(((31t+17k+7) mod 101)-50)/64 at step t from 1, in every evaluation of the step",
        "loss": "sum of p_k * grad_k",
        "lr": "param_groups lr at step t = base_lr*min(1,t/20)*(1-0.5*t/200)",
        "params": "flat parameters after some steps, as long as float32 and float64 agree to 4e-6",
    }
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    print(f'{{"meta":{json.dumps(meta, indent=1)},"cases":[\n{lines}\n]}}')


if __name__ == "__main__":
    main()
