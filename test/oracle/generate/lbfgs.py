"""Records what torch.optim.LBFGS makes of four functions: python3 lbfgs.py > ../torch-lbfgs.json

The numbers of ../torch-lbfgs.json: torch 2.15.0, Python 3.11, CPU, float32. The functions are written again in
test/oracle-runner/lbfgs-functions.ts. `spread` says how far the same run in float64 is from the one recorded, relative to the
largest parameter: where it is large, float32 itself decides the path.
"""
import json

import torch

torch.set_num_threads(1)
STEPS = 8


def start(*shapes):
    """p_k = ((37k+11) mod 64 - 32)/64 over all tensors."""
    k, tensors = 0, []
    for shape in shapes:
        size = torch.Size(shape).numel()
        tensors.append(torch.tensor([((37 * i + 11) % 64 - 32) / 64 for i in range(k, k + size)], dtype=torch.float64).reshape(shape))
        k += size
    return tensors


def quadratic(x, y):
    """Two tensors with curvatures 1 to 9, and a coupling of their first numbers."""
    a = torch.arange(1, 7, dtype=x.dtype).reshape(2, 3)
    b = torch.arange(7, 10, dtype=x.dtype)
    return (0.5 * a * (x - 1) ** 2).sum() + (0.5 * b * (y + 0.5) ** 2).sum() + 0.3 * x[0, 0] * y[0]


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def logistic(w, b):
    """Twelve points in four dimensions with labels 0 and 1, and a small penalty."""
    i = torch.arange(48, dtype=torch.float64)
    data = (((29 * i + 5) % 67 - 33) / 33).reshape(12, 4).to(w.dtype)
    labels = ((7 * torch.arange(12) + 3) % 5 < 2).to(w.dtype)
    z = data @ w + b
    return (torch.log1p(torch.exp(-z.abs())) + z.clamp(min=0) - labels * z).mean() + 0.01 * (w * w).sum()


def valley(x, unused):
    """A narrow valley of fourth order; the second tensor gets no gradient."""
    return (x[0] - 2) ** 4 + 10 * (x[0] - 2 * x[1]) ** 2 + 0.1 * (x[2] + x[1] ** 2) ** 2


FUNCTIONS = {
    "quadratic": (quadratic, [(2, 3), (3,)]),
    "rosenbrock": (rosenbrock, [(2,)]),
    "logistic": (logistic, [(4,), ()]),
    "valley": (valley, [(3,), (2,)]),
}

CONFS = [
    {},
    {"lr": 0.5},
    {"lr": 0.1, "max_iter": 5},
    {"max_iter": 1, "lr": 0.1},
    {"max_iter": 4, "max_eval": 3},
    {"max_iter": 6, "max_eval": 30},
    {"history_size": 1},
    {"history_size": 2, "lr": 0.5},
    {"tolerance_grad": 0.5},
    {"tolerance_change": 0.05},
    {"line_search_fn": "strong_wolfe"},
    {"line_search_fn": "strong_wolfe", "lr": 0.05},
    {"line_search_fn": "strong_wolfe", "lr": 20},
    {"line_search_fn": "strong_wolfe", "max_iter": 2},
    {"line_search_fn": "strong_wolfe", "max_iter": 3, "max_eval": 4},
    {"line_search_fn": "strong_wolfe", "max_iter": 5, "history_size": 2},
    {"line_search_fn": "strong_wolfe", "max_iter": 3, "max_eval": 1},
    {"line_search_fn": "strong_wolfe", "tolerance_grad": 0.01, "tolerance_change": 0.001},
    {"line_search_fn": "strong_wolfe", "maximize": True, "max_iter": 4},
    {"maximize": True, "lr": 0.2, "max_iter": 4},
]


def run(function, shapes, conf, dtype):
    params = [torch.nn.Parameter(p.to(dtype)) for p in start(*shapes)]
    # Maximized is the function turned upside down.
    sign = -1 if conf.get("maximize") else 1
    optimizer = torch.optim.LBFGS(params, **conf)
    rate = optimizer.param_groups[0]["lr"]
    recorded, evaluations, losses = [], [], []

    def closure():
        optimizer.zero_grad()
        loss = sign * function(*params)
        loss.backward()
        return loss

    for step in range(STEPS):
        # A schedule moves the learning rate: it halves by the last step.
        optimizer.param_groups[0]["lr"] = rate * (1 - step / (2 * STEPS))
        losses.append(float(optimizer.step(closure)))
        recorded.append([x for p in params for x in p.detach().flatten().tolist()])
        evaluations.append(optimizer.state[params[0]]["func_evals"])
    return recorded, evaluations, losses


def main():
    cases = []
    for name, (function, shapes) in FUNCTIONS.items():
        for number, conf in enumerate(CONFS):
            single, evaluations, losses = run(function, shapes, conf, torch.float32)
            double, double_evaluations, _ = run(function, shapes, conf, torch.float64)
            steps = []
            for values, exact, count, same, loss in zip(single, double, evaluations, double_evaluations, losses):
                scale = max(map(abs, values))
                # Fixed steps may climb to infinity; nothing is to be learned from there.
                if not all(abs(x) < 1e4 for x in values):
                    break
                spread = max(abs(a - b) for a, b in zip(values, exact)) / scale
                digits = [float(f"{x:.9g}") for x in values]
                steps.append({"params": digits, "evaluations": count, "loss": loss, "spread": float(f"{spread:.2g}"), "same_path": count == same})
            cases.append({"name": f"{name}/{number}", "function": name, "conf": conf, "steps": steps})
    meta = {
        "torch": torch.__version__,
        "shapes": {name: shapes for name, (_, shapes) in FUNCTIONS.items()},
        "init": "p_k=((37k+11) mod 64 - 32)/64, k = flat index over all tensors from 0",
        "lr": f"lr*(1-step/{2 * STEPS}) at step from 0",
        "steps": "after each step(closure): flat parameters, evaluations so far, the first loss of the step",
        "spread": "largest difference from the same run in float64, relative to the largest parameter",
    }
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    print(f'{{"meta":{json.dumps(meta, indent=1)},"cases":[\n{lines}\n]}}')


main()
