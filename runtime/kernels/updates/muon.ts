// bfloat16 is the upper half of a float32, rounded to the nearest, ties to even, as torch rounds. It is kept in float32
// here: products of two such numbers are exact, and sums are float32, as in torch's matrix products.

function rounded(x: v128): v128 {
  const odd = v128.and(i32x4.shr_u(x, 16), i32x4.splat(1));
  return v128.and(i32x4.add(i32x4.add(x, i32x4.splat(0x7fff)), odd), i32x4.splat(<i32>0xffff0000));
}

function roundedScalar(x: f32): f32 {
  const bits = reinterpret<u32>(x);
  return reinterpret<f32>((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000);
}

// torch multiplies and adds with one rounding, and that last bit may decide how a number rounds to bfloat16, so these go
// through double precision, in which the product is exact.
function lerp(a: v128, b: v128, weight: f32): v128 {
  const d = f32x4.sub(b, a);
  return weight < 0.5 ? addProduct(a, d, weight) : addProduct(b, d, weight - <f32>1);
}

/** a + d * factor, rounded once. */
function addProduct(a: v128, d: v128, factor: f32): v128 {
  const low = halfProduct(a, d, factor);
  const high = halfProduct(v128.shuffle<f32>(a, a, 2, 3, 0, 1), v128.shuffle<f32>(d, d, 2, 3, 0, 1), factor);
  return v128.shuffle<f32>(low, high, 0, 1, 4, 5);
}

function halfProduct(a: v128, d: v128, factor: f32): v128 {
  const product = f64x2.mul(f64x2.promote_low_f32x4(d), f64x2.splat(<f64>factor));
  return v128.demote_zero<f64>(f64x2.add(f64x2.promote_low_f32x4(a), product));
}

function lerpScalar(a: f32, b: f32, weight: f32): f32 {
  const d = <f64>(b - a);
  return weight < 0.5 ? <f32>(<f64>a + d * <f64>weight) : <f32>(<f64>b + d * <f64>(weight - <f32>1));
}

/** Moves the average of the gradient; `out` gets the update in bfloat16. */
export function muonMomentum(
  g: usize,
  buffer: usize,
  out: usize,
  n: i32,
  momentum: f32,
  momentumRest: f32,
  nesterov: bool,
): void {
  let at: usize = 0;
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  for (; at < whole; at += 16) {
    const gi = v128.load(g + at);
    const bi = lerp(v128.load(buffer + at), gi, momentumRest);
    v128.store(buffer + at, bi);
    v128.store(out + at, rounded(nesterov ? lerp(gi, bi, momentum) : bi));
  }
  for (; at < end; at += 4) {
    const gi = load<f32>(g + at);
    const bi = lerpScalar(load<f32>(buffer + at), gi, momentumRest);
    store<f32>(buffer + at, bi);
    store<f32>(out + at, roundedScalar(nesterov ? lerpScalar(gi, bi, momentum) : bi));
  }
}

/** x / divisor in bfloat16, in place. */
export function toBfloat16(x: usize, n: i32, divisor: f32): void {
  let at: usize = 0;
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  for (; at < whole; at += 16)
    v128.store(x + at, rounded(f32x4.div(v128.load(x + at), f32x4.splat(divisor))));
  for (; at < end; at += 4) store<f32>(x + at, roundedScalar(load<f32>(x + at) / divisor));
}

/** beta x + alpha product in bfloat16, in the place of the product: the end of torch.addmm, whose sum is rounded once. */
export function bfloat16Add(product: usize, alpha: f32, x: usize, beta: f32, n: i32): void {
  let at: usize = 0;
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  for (; at < whole; at += 16) {
    const scaled = f32x4.mul(v128.load(product + at), f32x4.splat(alpha));
    v128.store(product + at, rounded(addProduct(scaled, v128.load(x + at), beta)));
  }
  for (; at < end; at += 4) {
    const scaled = <f64>(load<f32>(product + at) * alpha);
    store<f32>(product + at, roundedScalar(<f32>(scaled + <f64>load<f32>(x + at) * <f64>beta)));
  }
}

/** p = decay p - lr update. */
export function muonUpdate(p: usize, update: usize, n: i32, decay: f32, lr: f32): void {
  let at: usize = 0;
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  for (; at < whole; at += 16) {
    const kept = f32x4.mul(v128.load(p + at), f32x4.splat(decay));
    v128.store(p + at, f32x4.sub(kept, f32x4.mul(v128.load(update + at), f32x4.splat(lr))));
  }
  for (; at < end; at += 4) store<f32>(p + at, load<f32>(p + at) * decay - load<f32>(update + at) * lr);
}
