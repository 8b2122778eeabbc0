/**
 * A sequence that is known by its first value and its recursion only, as a function: values asked for in rising order
 * cost one step each, an earlier one begins anew.
 */
export function walked(first: number, next: (value: number, t: number) => number): (t: number) => number {
  let at = 0;
  let value = first;
  return (t) => {
    if (t < at) {
      at = 0;
      value = first;
    }
    while (at < t) {
      at++;
      value = next(value, at);
    }
    return value;
  };
}
