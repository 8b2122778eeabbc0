/** Sizes in pixels that every part of the picture shares. */
export const style = {
  padding: 14,
  title: 13,
  legend: 12,
  label: 11,
  legendRow: 17,
  labelRow: 14,
} as const;

/** Every system's own sans-serif font; nothing is loaded. */
export const fontFamily = 'system-ui,-apple-system,Segoe UI,Roboto,Ubuntu,sans-serif';
