/** The gradient with its sign, and the penalty of a weight decay that goes into it. */
export function penalized(g: v128, p: v128, sign: v128, weightDecay: v128, decays: bool): v128 {
  const signed = f32x4.mul(g, sign);
  return decays ? f32x4.add(signed, f32x4.mul(weightDecay, p)) : signed;
}

/** The moving average of squares after one more number. */
export function averageOfSquares(before: v128, x: v128, beta: v128, betaRest: v128): v128 {
  return f32x4.add(f32x4.mul(before, beta), f32x4.mul(f32x4.mul(betaRest, x), x));
}
