const sorted = (list) => [...list].sort((a, b) => a - b);

/** The value that a share of all is not above (nearest rank). */
export const quantile = (list, share) => sorted(list)[Math.max(0, Math.ceil(share * list.length) - 1)];

export const median = (list) => quantile(list, 0.5);

export const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** A number with so many digits after the point; null stays null. */
export const rounded = (value, digits) => (value === null ? null : Number(value.toFixed(digits)));
