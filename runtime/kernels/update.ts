// Update rules in PyTorch's order of operations (torch/optim, the single-tensor loops), one pass over memory.

export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  beta1Rest: f32,
  beta2: f32,
  beta2Rest: f32,
  eps: f32,
  stepSize: f32,
  root2: f32,
  weightDecay: f32,
  decay: f32,
): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    const pi = f32x4.mul(v128.load(p + at), f32x4.splat(decay));
    let gi = v128.load(g + at);
    if (weightDecay !== 0) gi = f32x4.add(gi, f32x4.mul(f32x4.splat(weightDecay), pi));
    const mi = lerp4(v128.load(m + at), gi, beta1Rest);
    const vi = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(f32x4.splat(beta2Rest), gi), gi),
    );
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    const denominator = f32x4.add(f32x4.div(f32x4.sqrt(vi), f32x4.splat(root2)), f32x4.splat(eps));
    v128.store(p + at, f32x4.sub(pi, f32x4.div(f32x4.mul(f32x4.splat(stepSize), mi), denominator)));
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2;
    const pi = load<f32>(p + at) * decay;
    let gi = load<f32>(g + at);
    if (weightDecay !== 0) gi += weightDecay * pi;
    const mi = lerp(load<f32>(m + at), gi, beta1Rest);
    const vi = load<f32>(v + at) * beta2 + beta2Rest * gi * gi;
    store<f32>(m + at, mi);
    store<f32>(v + at, vi);
    store<f32>(p + at, pi - (stepSize * mi) / (sqrt<f32>(vi) / root2 + eps));
  }
}

/** From a to b by weight, from the nearer end, as torch.lerp. */
function lerp4(a: v128, b: v128, weight: f32): v128 {
  const d = f32x4.sub(b, a);
  return weight < 0.5
    ? f32x4.add(a, f32x4.mul(f32x4.splat(weight), d))
    : f32x4.sub(b, f32x4.mul(d, f32x4.splat(<f32>1 - weight)));
}

function lerp(a: f32, b: f32, weight: f32): f32 {
  return weight < 0.5 ? a + weight * (b - a) : b - (b - a) * (<f32>1 - weight);
}

/** `buffer` 0: no momentum. */
export function sgd(
  p: usize,
  g: usize,
  buffer: usize,
  n: i32,
  lr: f32,
  weightDecay: f32,
  momentum: f32,
  dampeningRest: f32,
  first: bool,
  nesterov: bool,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const pi = load<f32>(p + at);
    let gi = load<f32>(g + at);
    if (weightDecay !== 0) gi += weightDecay * pi;
    if (buffer !== 0) {
      const bi = first ? gi : load<f32>(buffer + at) * momentum + dampeningRest * gi;
      store<f32>(buffer + at, bi);
      gi = nesterov ? gi + momentum * bi : bi;
    }
    store<f32>(p + at, pi - lr * gi);
  }
}

export function sumOfSquares(x: usize, n: i32): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const e = <f64>load<f32>(x + ((<usize>i) << 2));
    s += e * e;
  }
  return s;
}
