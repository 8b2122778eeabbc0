// The function that the pictures of the optimizers descend: Rosenbrock's curved valley, its walls 5 instead of 100 times
// as steep as its floor, so that every optimizer gets through with a usual learning rate.
const steepness = 5;

export const formula = 'f(x, y) = (1 - x)² + 5 (y - x²)²';
export const start = [-1.2, 1];
export const minimum = [1, 1];

/** The height of the valley at a point. */
export function value([x, y]) {
  return (1 - x) ** 2 + steepness * (y - x * x) ** 2;
}

/** The gradient of the valley at a point. */
export function gradient([x, y]) {
  const off = y - x * x;
  return [-2 * (1 - x) - 4 * steepness * x * off, 2 * steepness * off];
}

/** The points at which the valley has this height, around the minimum: the formula solved for y along an angle. */
export function contour(height, count = 150) {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    const x = 1 + Math.sqrt(height) * Math.cos(angle);
    return [x, x * x + Math.sqrt(height / steepness) * Math.sin(angle)];
  });
}
