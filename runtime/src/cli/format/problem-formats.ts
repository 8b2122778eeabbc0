/** The forms in which problems are written. */
export const problemFormats = ['pretty', 'json', 'sarif', 'github'] as const;
export type ProblemFormat = (typeof problemFormats)[number];
