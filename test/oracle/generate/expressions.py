"""Writes ../expressions.json: what Python makes of arithmetic expressions of `step` and `epoch`.

Made with Python 3.11 and numpy (for the names that begin with np):

    python test/oracle/generate/expressions.py

`values` holds one result for each of `variables`: a number ("Infinity", "-Infinity" and "NaN" as text), or
{"error": NAME} with the name of Python's exception, "complex" for a complex number. An expression that Python cannot
read at all has {"error": "SyntaxError"} for every value.
"""

import json
import math
import platform
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
OUT = Path(__file__).resolve().parents[1] / "expressions.json"

VARIABLES = [{"step": 0, "epoch": 0}, {"step": 1, "epoch": 1}, {"step": 7, "epoch": 2}, {"step": 12345, "epoch": 30}]

EXPRESSIONS = """
1 | 0 | 1. | .5 | 1e-3 | 1E3 | 1_000 | 1_0.0_1 | 1e1_0 | 0x1F | 0b101 | 0o17 | 00 | 0_0 | 1.5e+2 | 123456789012345678901234567890
007 | 1__0 | 1_ | 1x | 1.2.3 | 0b2 | 1e | 0x
1 + 2 * 3 | (1 + 2) * 3 | 2 - 3 - 4 | 2 / 3 / 4 | 2 * 3 / 4 | -2 ** 2 | (-2) ** 2 | 2 ** -1 | 2 ** 3 ** 2 | 2 ** -3 ** 2
- - 2 | +-+2 | -+-+ 2 | 2 - -3 | 2**-1**2 | -1 ** 2 * 3 | 10 - 2 ** 2 * 2 | 7 // 2 | -7 // 2 | 7 // -2 | -7 // -2
7 % 3 | -7 % 3 | 7 % -3 | -7 % -3 | 7.5 % 2 | -7.5 % 2 | 7.5 % -2 | 1 // 0.1 | 1 % 0.1 | 0.3 // 0.1 | -0.3 % 0.1 | 5.0 // -0.7
5 // inf | -5 // inf | 5 % inf | 6 % 3 | 2 * 3 % 4 // 1 | 1 - 0.9 | 0.1 + 0.2 | 2 ** 0.5 | 4 ** 0.5 | 9 ** -0.5 | 0 ** 0 | 0.0 ** 0
1 / 0 | 1 // 0 | 1 % 0 | 1.0 / 0 | 1.0 // 0.0 | 1.0 % 0 | 0 ** -1 | 0.0 ** -1 | 10.0 ** 400 | 10 ** 400 | 10 ** 400 / 10 ** 399
1e308 * 10 | inf - inf | inf * 0 | (-8) ** (1 / 3) | -8 ** (1 / 3) | 1 ** inf | (-1) ** inf | (-1) ** 3 | (-1) ** 0.5 | (-2.0) ** 3 | 2 ** 1023 * 2.0
2 ** 100 % 7 | 7 ** 30 % 10 | (2 ** 64 + 1) // 3 | (2 ** 64 + 1) / 3 | 2 ** 2000 / 2 ** 1990 | 1 / 2 ** 1100 | 3 ** 200 / 7 ** 150 | -(3 ** 200) // 7 ** 70 | -(3 ** 90) % 1000007
1 < 2 | 1 < 2 < 3 | 3 > 2 > 2 | 1 == 1.0 | 1 != 1 | 2 ** 53 + 1 == 2.0 ** 53 | 0.1 + 0.2 == 0.3 | 1 <= 1 >= 1 | 1 < 2 == 2 | True + True | not 0 | not 1 + 1
not not 5 | 1 and 2 | 0 and 2 | 0 or 3 | 4 or 1 / 0 | 0 and 1 / 0 | 1 < 0 < 1 / 0 | 1 if 2 else 3 | 1 if 0 else 3 | 1 if 0 else 2 if 0 else 5
(1 if True else 2) + 1 | 1 if False else 2 + 1 | -1 if 1 else 2 | 1 or 0 and 0 | not 1 or 1 | not 1 == 2 | True and False or 0.5 | inf > 1e308 | inf == inf
min(3, 1, 2) | max(3, 1, 2) | min(1, 1.0) | max(1, True) | min(2, 1,) | abs(-3) | abs(-2.5) | exp(1) | exp(-1000) | exp(1000) | exp(inf) | log(10) | log(8, 2) | log(100, 10)
log(0) | log(-1) | log(10, 1) | log(10, 0) | log(10 ** 400) | log2(8) | log2(2 ** 1500) | log10(1000) | log10(10 ** 15) | sqrt(2) | sqrt(-1) | sqrt(0) | sin(1) | cos(pi) | tan(1) | tanh(0.5) | sin(inf)
pow(2, 10) | pow(2, -1) | pow(-8, 1 / 3) | math.pow(2, 0.5) | math.pow(0, -1) | math.pow(-8, 1 / 3) | floor(2.7) | floor(-2.7) | ceil(2.1) | ceil(-2.1) | floor(inf) | ceil(5)
round(0.5) | round(1.5) | round(2.5) | round(-0.5) | round(-1.5) | round(2.675, 2) | round(0.125, 2) | round(0.375, 2) | round(-0.125, 2) | round(1234567.891, 1) | round(15, -1) | round(25, -1) | round(-25, -1) | round(1e22, 2) | round(7, 3)
int(2.9) | int(-2.9) | int(True) | float(3) | float(10 ** 400) | int(inf) | round(inf) | int(1e20) + 1 | round(5e-324, 100)
math.exp(1) | math.sqrt(16) | math.pi | math.e | pi | e | math.cos(math.pi / 3) | math.inf
np.exp(1) | np.exp(1000) | np.log(0) | np.sqrt(16) | np.pi | np.cos(0) | np.maximum(1, 2) | np.minimum(1, 2.5) | np.power(2.0, 3) | np.clip(5, 0, 1) | np.round(2.5) | np.floor(2.5) | np.abs(-2) | np.tanh(1)
min( | max(1 | (1 + 2 | 1 + | * 2 | 1 2 | 1 + * 2 | ) | () | , | 1 if 2 | 1 else 2 | if 1 else 2 | not | 1 not 2 | 2 ** not 1 | 1 < not 2 | a.b. | 1 $ 2 | 2 ^^ 3 | lambda | lambda: | 1; 2 | x = 3 | min(1,,2) | min(,) | 1 and | or 1 | == 2 | 1 <
unknown | unknown(1) | math.unknown | step(1) | pi(2) | exp(1, 2) | sqrt() | log(1, 2, 3) | pow(2)
step | epoch | step + epoch | 0.95 ** epoch | 0.95 ** step | 1 / (1 + 0.1 * step) | 1 / step | 1 / (step + 1) | epoch // 30 | 0.1 ** (epoch // 10) | 1 if step < 10 else 0.1
min(1, (step + 1) / 1000) | min((step + 1) ** -0.5, (step + 1) * 4000 ** -1.5) | max(0.01, 1 - step / 10000) | (1 - step / 20000) ** 0.9 | 0.5 * (1 + math.cos(math.pi * step / 20000))
step / 100 if step < 100 else max(0.0, (10000 - step) / (10000 - 100)) | (step + 1) / 5 if step < 5 else 0.5 * (math.cos((step - 5) / (20000 - 5) * math.pi) + 1) | 512 ** -0.5 * min((step + 1) ** -0.5, (step + 1) * 4000 ** -1.5)
1.0 / math.sqrt(max(step, 4000)) | math.exp(-0.1 * epoch) | step % 10 / 10 | step % 3 == 0 and 0.5 or 1 | 0.9 ** (step // 1000) * (epoch < 10) | 1 / (1 + exp(step - 500)) | 1 / (1 + np.exp(step - 500)) | (step * 1103515245 + 12345) % 2147483648 / 2147483648
0.1 if epoch >= 2 else 1.0 if epoch > 0 else 0.5 | 10 < step < 20 or epoch == 2 | -(step - 7) ** 2 | 2 ** step | min(1, 2 ** min(step, 20)) | 1.5 ** step | round(step / 2) | int(step ** 0.5) | step ** 2 - 2 * step + 1 | (step - 7) / (step - 7)
lambda step: 0.95 ** step | lambda epoch: 0.65 ** epoch | lambda x: min(1.0, (x + 1) / 10) | lambda   e :  0.5 ** e | lambda step: 1 if step == 0 else epoch | lambda a, b: a | lambda 3: 3 | lambda x 3 | lambda x: | lambda x: lambda y: 1
(lambda x: x)(3)
"""


def names(variables):
    functions = {n: getattr(math, n) for n in "exp log log2 log10 sqrt sin cos tan tanh floor ceil pi e inf".split()}
    return {**functions, "math": math, "np": np, **variables}


def outcome(source, variables):
    try:
        value = eval(source, names(variables))
        if callable(value):
            value = value(variables["step"])
        if isinstance(value, complex):
            return {"error": "complex"}
        value = float(value)
    except Exception as error:
        return {"error": type(error).__name__}
    return value if math.isfinite(value) else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")


def main():
    sources = [part.strip() for line in EXPRESSIONS.strip().split("\n") for part in line.split(" | ")]
    cases = [{"expression": source, "values": [outcome(source, one) for one in VARIABLES]} for source in sources]
    for case in cases:
        if all(value == case["values"][0] for value in case["values"]):
            case["values"] = case["values"][:1]
    meta = {"python": platform.python_version(), "numpy": np.__version__, "variables": VARIABLES}
    text = json.dumps({"meta": meta, "cases": cases}, separators=(",", ":"))
    OUT.write_text(text.replace('{"expression"', '\n{"expression"') + "\n")
    print(len(cases), "expressions", OUT.stat().st_size, "bytes")


main()
