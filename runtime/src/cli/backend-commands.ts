/**
 * The commands that start a backend, each loaded when it runs. They stand outside the bundle of the command line: they
 * load TensorFlow.js, and share their modules with a user's own code.
 */
export const backendCommands = {
  train: async () => (await import('./train.js')).train,
  doctor: async () => (await import('./doctor.js')).doctor,
  setup: async () => (await import('./setup.js')).setup,
};

export type BackendCommands = typeof backendCommands;
