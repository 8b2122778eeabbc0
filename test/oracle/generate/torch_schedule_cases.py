"""The confs of torch_schedules.py: (scheduler, conf, options of `run`)."""

long = {"steps": 120}
epochs = {"steps": 40, "per_epoch": 7}

SIMPLE = [
    ("StepLR", {"step_size": 10}),
    ("StepLR", {"step_size": 1, "gamma": 0.9}, long),
    ("StepLR", {"step_size": 7, "gamma": 0.5, "last_epoch": -1}),
    ("StepLR", {"step_size": 2, "gamma": 0.5, "interval": "epoch"}, epochs),
    ("StepLR", {"step_size": 5, "gamma": 1.5}),
    ("MultiStepLR", {"milestones": [5, 12, 30], "gamma": 0.3}),
    ("MultiStepLR", {"milestones": [30, 5, 12, 12]}),
    ("MultiStepLR", {"milestones": [0, 3], "gamma": 0.7}),
    ("MultiStepLR", {"milestones": [], "gamma": 0.7}, {"steps": 5}),
    ("MultiStepLR", {"milestones": [-4, 2.5, 9], "gamma": 0.7}),
    ("MultiStepLR", {"milestones": [1, 4], "interval": "epoch"}, epochs),
    ("ConstantLR", {}),
    ("ConstantLR", {"factor": 0.1, "total_iters": 25}),
    ("ConstantLR", {"factor": 0.7, "total_iters": 0}, {"steps": 10}),
    ("ConstantLR", {"factor": 1.0, "total_iters": 3}, {"steps": 10}),
    ("ConstantLR", {"factor": 0.3, "total_iters": 4.5}, {"steps": 10}),
    ("ConstantLR", {"total_iters": 2, "interval": "epoch"}, epochs),
    ("LinearLR", {}),
    ("LinearLR", {"start_factor": 0.1, "end_factor": 1.0, "total_iters": 25}),
    ("LinearLR", {"start_factor": 0.001, "total_iters": 100}, long),
    ("LinearLR", {"start_factor": 1.0, "end_factor": 0.0, "total_iters": 40}),
    ("LinearLR", {"start_factor": 0.7, "end_factor": 0.0, "total_iters": 99}, long),
    ("LinearLR", {"start_factor": 0.8, "end_factor": 0.2, "total_iters": 30}),
    ("LinearLR", {"start_factor": 0.5, "end_factor": 0.5, "total_iters": 30}, {"steps": 10}),
    ("LinearLR", {"start_factor": 0.5, "total_iters": 0}, {"steps": 10}),
    ("LinearLR", {"start_factor": 0.5, "total_iters": 6.5}, {"steps": 20}),
    ("LinearLR", {"start_factor": 0.25, "total_iters": 3, "interval": "epoch"}, epochs),
    ("ExponentialLR", {"gamma": 0.95}, {"steps": 200}),
    ("ExponentialLR", {"gamma": 0.1}, {"steps": 100}),
    ("ExponentialLR", {"gamma": 1.0}, {"steps": 5}),
    ("ExponentialLR", {"gamma": 0}, {"steps": 5}),
    ("ExponentialLR", {"gamma": 0.999875, "interval": "epoch"}, {"steps": 60, "per_epoch": 3}),
    ("PolynomialLR", {}),
    ("PolynomialLR", {"total_iters": 30}),
    ("PolynomialLR", {"total_iters": 100, "power": 2.0}, long),
    ("PolynomialLR", {"total_iters": 77, "power": 0.9}, long),
    ("PolynomialLR", {"total_iters": 10, "power": 0}, {"steps": 20}),
    ("PolynomialLR", {"total_iters": 0}, {"steps": 5}),
    ("PolynomialLR", {"total_iters": 5.5, "power": 1.5}, {"steps": 10}),
    ("PolynomialLR", {"total_iters": 4, "power": 2, "interval": "epoch"}, epochs),
    ("CosineAnnealingLR", {"T_max": 40}, {"steps": 200}),
    ("CosineAnnealingLR", {"T_max": 50, "eta_min": 0.001}, {"steps": 200}),
    ("CosineAnnealingLR", {"T_max": 25, "eta_min": 1e-5}, {"steps": 200, "lr0": 1e-3}),
    ("CosineAnnealingLR", {"T_max": 13, "eta_min": 0.2}, {"steps": 100}),
    ("CosineAnnealingLR", {"T_max": 7, "eta_min": 0.05}, {"steps": 200, "lr0": 1e-6}),
    ("CosineAnnealingLR", {"T_max": 10, "eta_min": 1.0}, {"steps": 100, "lr0": 1e-4}),
    ("CosineAnnealingLR", {"T_max": 10, "eta_min": -0.05}, {"steps": 100, "lr0": 0.05}),
    ("CosineAnnealingLR", {"T_max": 1, "eta_min": 0.01}, {"steps": 12}),
    ("CosineAnnealingLR", {"T_max": 2}, {"steps": 20}),
    ("CosineAnnealingLR", {"T_max": 7.5, "eta_min": 0.01}, {"steps": 80}),
    ("CosineAnnealingLR", {"T_max": 2.2}, {"steps": 30}),
    ("CosineAnnealingLR", {"T_max": 199}, {"steps": 200}),
    ("CosineAnnealingLR", {"T_max": 4, "eta_min": 1e-4, "interval": "epoch"}, {"steps": 80, "per_epoch": 7}),
    ("CosineAnnealingWarmRestarts", {"T_0": 10}, {"steps": 100}),
    ("CosineAnnealingWarmRestarts", {"T_0": 10, "T_mult": 2}, {"steps": 200}),
    ("CosineAnnealingWarmRestarts", {"T_0": 7, "T_mult": 3, "eta_min": 0.005}, {"steps": 150}),
    ("CosineAnnealingWarmRestarts", {"T_0": 1, "T_mult": 2}, {"steps": 70}),
    ("CosineAnnealingWarmRestarts", {"T_0": 1}, {"steps": 5}),
    ("CosineAnnealingWarmRestarts", {"T_0": 2, "T_mult": 2, "interval": "epoch"}, {"steps": 90, "per_epoch": 7}),
]

still = {"cycle_momentum": False}
sgd = {"optim_type": "SGD", "optim_conf": {"momentum": 0.5}}
adam = {"optim_type": "Adam", "lr0": 1e-3}
CYCLES = [
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 10, **still}, {"steps": 100}),
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 5, "step_size_down": 20, **still}, {"steps": 100}),
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 6, "step_size_down": 0, **still}, {"steps": 40}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.2, "step_size_up": 8, "mode": "triangular2", **still}, {"steps": 100}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.2, "step_size_up": 8, "mode": "exp_range", "gamma": 0.98, **still}, {"steps": 100}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.2, "step_size_up": 3, "scale_mode": "iterations", "mode": "triangular2", **still}, {"steps": 40}),
    ("CyclicLR", {"base_lr": [0.01], "max_lr": [0.2], **still}, {"steps": 30}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.2, "step_size_up": 2.5, **still}, {"steps": 30}),
    ("CyclicLR", {"base_lr": 0.2, "max_lr": 0.01, "step_size_up": 4, **still}, {"steps": 30}),
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 10}, {"steps": 60, **sgd}),
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 4, "mode": "triangular2", "base_momentum": 0.7, "max_momentum": [0.95]}, {"steps": 60, **adam}),
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 9, "step_size_down": 4, "mode": "exp_range", "gamma": 0.95}, {"steps": 60, "optim_type": "RMSprop"}),
    ("CyclicLR", {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 2, "interval": "epoch"}, {"steps": 60, "per_epoch": 7, **sgd}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 100, **still}, {"steps": 101}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 80, "anneal_strategy": "linear", **still}, {"steps": 81}),
    ("OneCycleLR", {"max_lr": 0.3, "epochs": 5, "steps_per_epoch": 18, "three_phase": True, **still}, {"steps": 91}),
    ("OneCycleLR", {"max_lr": 0.3, "total_steps": 60, "three_phase": True, "anneal_strategy": "linear", "pct_start": 0.4, **still}, {"steps": 61}),
    ("OneCycleLR", {"max_lr": 0.3, "total_steps": 60, "epochs": 2, "steps_per_epoch": 3, "pct_start": 0.25, "div_factor": 10, "final_div_factor": 100, **still}, {"steps": 61}),
    ("OneCycleLR", {"max_lr": [0.3], "total_steps": 50, "pct_start": 0.0, **still}, {"steps": 51}),
    ("OneCycleLR", {"max_lr": 0.3, "total_steps": 50, "pct_start": 1.0, **still}, {"steps": 50}),
    ("OneCycleLR", {"max_lr": 0.3, "total_steps": 50, "pct_start": 0.7, "three_phase": True, **still}, {"steps": 50}),
    ("OneCycleLR", {"max_lr": 0.3, "total_steps": 1, **still}, {"steps": 2}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 60}, {"steps": 61, **sgd}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 60, "three_phase": True, "base_momentum": [0.7], "max_momentum": 0.9}, {"steps": 61, **adam}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 60, "anneal_strategy": "linear", "pct_start": 0.15}, {"steps": 61, **adam}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 12, "interval": "epoch"}, {"steps": 80, "per_epoch": 7, **adam}),
]

falls = [1.0, 0.9, 0.8, 0.81, 0.82, 0.7999, 0.83, 0.84, 0.85, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.65, 0.66, 0.67, 0.68, 0.69]
wild = [0.5, float(0.49996), 0.5, 0.3, -0.2, -0.2001, -0.19, -0.3, 0.1, 0.0, -0.31, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2]
PLATEAU = [
    ("ReduceLROnPlateau", conf, {"steps": 40, "metrics": metrics})
    for conf, metrics in [
        ({}, [1.0] * 40),
        ({"patience": 2}, falls * 2),
        ({"patience": 0, "factor": 0.5, "min_lr": 0.01}, [1.0] * 40),
        ({"patience": 1, "factor": 0.5, "cooldown": 3}, [1.0] * 40),
        ({"patience": 1, "factor": 0.5, "cooldown": 2, "min_lr": [0.001]}, falls * 2),
        ({"patience": 2, "threshold": 0.05}, falls * 2),
        ({"patience": 2, "threshold": 0.05, "threshold_mode": "abs"}, falls * 2),
        ({"mode": "max", "patience": 2, "factor": 0.5}, [-x for x in falls] * 2),
        ({"mode": "max", "patience": 2, "threshold": 0.05, "threshold_mode": "abs"}, wild * 2),
        ({"mode": "min", "patience": 1, "threshold": 0.05, "factor": 0.3}, wild * 2),
        ({"patience": 0, "factor": 0.1, "eps": 1e-3}, [1.0] * 40),
        ({"patience": 0, "factor": 0.1, "eps": 0, "min_lr": 1e-9}, [1.0] * 40),
        ({"patience": 0, "factor": 0, "min_lr": 0.02}, [1.0] * 40),
    ]
] + [
    ("ReduceLROnPlateau", {"patience": 1, "factor": 0.5}, {"steps": 70, "per_epoch": 7, "metrics": [1.0, 0.9, 0.95, 0.96, 0.97, 0.5, 0.5, 0.5, 0.5, 0.5]}),
]

LAMBDAS = [
    (name, {"lr_lambda": source, **conf}, options)
    for name in ("LambdaLR", "MultiplicativeLR")
    for source, conf, options in [
        ("lambda epoch: 0.95 ** epoch", {}, {}),
        ("lambda step: min(1, (step + 1) / 10) if step < 30 else 0.5", {}, {}),
        ("0.9 if step < 5 else 1", {}, {"steps": 20}),
        (0.5, {}, {"steps": 12}),
        (["lambda t: 1 / (1 + 0.01 * t)"], {}, {"steps": 30}),
        ("math.exp(-0.05 * step)", {}, {"steps": 30}),
        ("0.95 ** (step // 10) * 0.99 ** epoch", {}, {"steps": 50, "per_epoch": 7}),
        ("lambda epoch: 0.9 ** (epoch // 2)", {"interval": "epoch"}, epochs),
    ]
] + [
    ("LambdaLR", {"lr_lambda": "1 - epoch / 10", "interval": "epoch"}, epochs),
    ("LambdaLR", {"lr_lambda": "min((step + 1) ** -0.5, (step + 1) * 10 ** -1.5)"}, {"steps": 100}),
    ("MultiplicativeLR", {"lr_lambda": "0.95 if epoch > 2 else 1.1", "interval": "epoch"}, epochs),
]

linear = {"LinearLR": {"start_factor": 0.1, "total_iters": 10}}
cosine = {"CosineAnnealingLR": {"T_max": 20, "eta_min": 0.001}}
exponential = {"ExponentialLR": {"gamma": 0.9}}
step = {"StepLR": {"step_size": 4, "gamma": 0.5}}
restarts = {"CosineAnnealingWarmRestarts": {"T_0": 5, "T_mult": 2}}
cyclic = {"CyclicLR": {"base_lr": 0.01, "max_lr": 0.2, "step_size_up": 5, "mode": "triangular2"}}
one_cycle = {"OneCycleLR": {"max_lr": 0.3, "total_steps": 60}}
other_cycle = {"OneCycleLR": {"max_lr": 0.5, "total_steps": 70, "div_factor": 10, "base_momentum": 0.6, "max_momentum": 0.99}}
by_factor = {"MultiplicativeLR": {"lr_lambda": "lambda t: 0.9 + 0.005 * t"}}
by_function = {"LambdaLR": {"lr_lambda": "lambda t: 0.8 ** t"}}


def turns(schedulers, milestones, **conf):
    return {"schedulers": schedulers, "milestones": milestones, **conf}


def sequence(schedulers, milestones):
    return {"SequentialLR": turns(schedulers, milestones)}


def chain(*schedulers):
    return {"ChainedScheduler": {"schedulers": list(schedulers)}}


IN_TURN = [
    ("SequentialLR", turns(schedulers, milestones, **conf), options)
    for schedulers, milestones, conf, options in [
        ([linear, {"CosineAnnealingLR": {"T_max": 40, "eta_min": 0.001}}], [10], {}, {"steps": 120}),
        ([linear, {"CosineAnnealingLR": {"T_max": 10, "eta_min": 0.05}}], [5], {}, {"steps": 90, "lr0": 1e-6}),
        ([{"CosineAnnealingLR": {"T_max": 7, "eta_min": 0.05}}, linear], [80], {}, {"steps": 90, "lr0": 1e-6}),
        ([{"ConstantLR": {"factor": 0.0, "total_iters": 10}}, exponential], [10], {}, {"steps": 30}),
        ([exponential, {"ConstantLR": {"factor": 0.0, "total_iters": 20}}, step], [10, 18], {}, {"steps": 30}),
        ([{"PolynomialLR": {"total_iters": 12, "power": -0.5}}, exponential], [12], {}, {"steps": 30}),
        ([sequence([linear, {"ConstantLR": {"factor": 0.0, "total_iters": 21}}], [5]), step], [25], {}, {"steps": 40}),
        ([linear, {"ExponentialLR": {"gamma": 0.3}}], [5], {}, {"steps": 700}),
        ([{"torch.LinearLR": {"start_factor": 0.1, "total_iters": 15}}, {"torch.ExponentialLR": {"gamma": 0.95}}], [10], {}, {}),
        ([{"ConstantLR": {"factor": 0.1, "total_iters": 20}}, exponential], [20], {}, {}),
        ([{"ConstantLR": {}}, step, {"PolynomialLR": {"total_iters": 20, "power": 2}}], [8, 25], {}, {}),
        ([exponential, {"MultiStepLR": {"milestones": [0, 3, 9], "gamma": 0.5}}, {"ConstantLR": {"factor": 0.5, "total_iters": 0}}], [9, 25], {}, {"steps": 40}),
        ([step, by_function, restarts], [7, 15], {}, {}),
        ([linear, restarts], [10], {}, {"steps": 80}),
        ([exponential], [], {}, {"steps": 20}),
        ([linear, cosine], [0], {}, {"steps": 30}),
        ([linear, cosine, exponential], [10, 10], {}, {"steps": 30}),
        ([linear, cosine, exponential], [20, 10], {}, {"steps": 40}),
        ([linear, cosine, step], [-3, 9], {}, {"steps": 40}),
        ([linear, by_factor, exponential], [10, 20], {}, {"steps": 40}),
        ([by_factor, cosine], [10], {}, {"steps": 40}),
        ([linear, cyclic], [10], {}, {"steps": 50, **sgd}),
        ([cyclic, exponential], [12], {}, {"steps": 40, **sgd}),
        ([linear, one_cycle], [10], {}, {"steps": 70, **adam}),
        ([one_cycle, linear, cosine], [30, 45], {}, {"steps": 70, **adam}),
        ([exponential, one_cycle, other_cycle], [5, 20], {}, {"steps": 70, **sgd}),
        ([linear, one_cycle, cyclic], [5, 20], {}, {"steps": 50, **sgd}),
        ([chain(linear, exponential), cosine], [15], {}, {"steps": 50}),
        ([chain(exponential, restarts), step], [9], {}, {"steps": 30}),
        ([sequence([linear, exponential], [10]), cosine], [25], {}, {"steps": 60}),
        ([sequence([sequence([linear, restarts], [4]), cosine], [8]), step], [20], {}, {"steps": 40}),
        ([chain(sequence([linear, exponential], [10]), step), by_function], [25], {}, {"steps": 40}),
        ([sequence([restarts, cosine, linear], [5, 9]), step], [20], {}, {"steps": 40}),
        ([sequence([by_factor, cyclic], [5]), step], [20], {}, {"steps": 40, **sgd}),
        ([{"LinearLR": {"total_iters": 2}}, {"CosineAnnealingLR": {"T_max": 6}}], [2], {"interval": "epoch"}, {"steps": 80, "per_epoch": 7}),
    ]
]

TOGETHER = [
    ("ChainedScheduler", {"schedulers": schedulers, **conf}, options)
    for schedulers, conf, options in [
        ([{"ConstantLR": {"factor": 0.1, "total_iters": 5}}, {"ExponentialLR": {"gamma": 0.9}}], {}, {}),
        ([{"torch.LinearLR": {"total_iters": 12}}, {"torch.StepLR": {"step_size": 7, "gamma": 0.5}}, {"MultiStepLR": {"milestones": [3, 30]}}], {}, {}),
        ([linear, cosine], {}, {"steps": 90}),
        ([cosine, exponential], {}, {"steps": 90}),
        ([{"PolynomialLR": {"total_iters": 25}}, exponential], {}, {"steps": 40}),
        ([exponential], {}, {"steps": 10}),
        ([restarts, exponential], {}, {"steps": 40}),
        ([exponential, restarts], {}, {"steps": 40}),
        ([by_function, step], {}, {"steps": 40}),
        ([by_factor, linear], {}, {"steps": 40}),
        ([cyclic, exponential], {}, {"steps": 40, **sgd}),
        ([exponential, cyclic], {}, {"steps": 40, **adam}),
        ([one_cycle, step], {}, {"steps": 60, **sgd}),
        ([step, one_cycle, other_cycle], {}, {"steps": 60, **adam}),
        ([sequence([linear, cosine], [10]), exponential], {}, {"steps": 60}),
        ([chain(linear, exponential), step], {}, {"steps": 40}),
        ([step, sequence([chain(linear, exponential), cosine], [10])], {}, {"steps": 60}),
        ([sequence([linear, restarts], [10]), sequence([exponential, step], [20])], {}, {"steps": 60}),
        ([linear, exponential], {"interval": "epoch"}, {"steps": 80, "per_epoch": 7}),
        ([{"LambdaLR": {"lr_lambda": "1 / (step + 1)"}}, {"MultiplicativeLR": {"lr_lambda": "0.9 + step / 100"}}], {}, {"steps": 20}),
    ]
]

CASES = [*SIMPLE, *CYCLES, *PLATEAU, *LAMBDAS, *IN_TURN, *TOGETHER]

turning = [1, 5000, 9000, 9990, 9999, 10000, 10001, 10002, 10010, 15000, 20000, 25000, 29999, 30000, 30001, 35000]
ending = [10, 25000, 49000, 49990, 49998, 49999, 50000, 50001]
LONG = [
    ("ExponentialLR", {"gamma": 0.99999}, 0.1, [10, 10_000, 100_000]),
    ("StepLR", {"step_size": 3, "gamma": 0.999}, 0.1, [1000, 100_000]),
    ("ExponentialLR", {"gamma": 0.5}, 0.1, [900, 1060, 1068, 1069, 1070, 1071, 1075, 2000]),
    ("ExponentialLR", {"gamma": 0.7}, 0.1, [1800, 2050, 2060, 2070, 2080, 2090, 5000]),
    ("ExponentialLR", {"gamma": 2.0}, 0.1, [1000, 1023, 1024, 1025, 1026, 1027]),
    ("StepLR", {"step_size": 2, "gamma": 0.5}, 0.1, [1800, 2120, 2136, 2138, 2140, 2142, 3000]),
    ("StepLR", {"step_size": 2, "gamma": 2.0}, 0.1, [2000, 2046, 2048, 2052]),
    ("MultiStepLR", {"milestones": list(range(1, 1080)), "gamma": 0.5}, 0.1, [1060, 1069, 1070, 1071]),
    ("MultiStepLR", {"milestones": list(range(1, 1027)), "gamma": 2.0}, 0.1, [1023, 1024, 1026]),
    ("CosineAnnealingLR", {"T_max": 10, "eta_min": 0.05}, 1e-6, [3, 28, 979, 980, 981, 983]),
    ("ChainedScheduler", {"schedulers": [{"ExponentialLR": {"gamma": 0.5}}, {"ExponentialLR": {"gamma": 2.0}}]}, 0.1, [500, 1024, 3000]),
    ("ChainedScheduler", {"schedulers": [{"ExponentialLR": {"gamma": 0.5}}]}, 0.1, [1060, 1068, 1069, 1071]),
    ("LinearLR", {"start_factor": 1.0, "end_factor": 0.0, "total_iters": 50_000}, 0.1, ending),
    ("LinearLR", {"start_factor": 0.001, "total_iters": 50_000}, 0.1, ending),
    ("PolynomialLR", {"power": 2.0, "total_iters": 50_000}, 0.1, ending),
    ("CosineAnnealingLR", {"T_max": 10_000, "eta_min": 1e-5}, 1e-3, turning),
    ("CosineAnnealingLR", {"T_max": 10_000}, 1e-3, turning),
    ("CosineAnnealingLR", {"T_max": 50_000}, 1e-3, ending),
    ("CosineAnnealingLR", {"T_max": 1500, "eta_min": 1e-2}, 0.1, list(range(1, 9000, 97)) + [1499, 1500, 1501, 4499, 4500, 4501]),
    ("CosineAnnealingWarmRestarts", {"T_0": 100, "T_mult": 3}, 0.1, [100, 399, 400, 12_000, 36_399, 36_400, 36_401]),
    ("CyclicLR", {"base_lr": 0.0, "max_lr": 0.1, "step_size_up": 1000, "cycle_momentum": False}, 0.1, [1, 999, 49_999, 50_001, 51_999]),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 50_002, "cycle_momentum": False}, 0.1, ending),
    ("SequentialLR", {"schedulers": [{"LinearLR": {"start_factor": 0.01, "total_iters": 1000}}, {"CosineAnnealingLR": {"T_max": 49_000}}], "milestones": [1000]}, 1e-3, [1, 999, 1000, 1001, *ending]),
]
