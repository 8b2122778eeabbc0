const optimized = /^["']?(?:optim_sches|train_cfg)["']?[ \t]*:/m;
const onData = /^["']?data_cfg["']?[ \t]*:/m;

/** Whether a YAML text may be an experiment that can be trained: it has its keys at the top. */
export const looksLikeExperiment = (text: string): boolean => optimized.test(text) && onData.test(text);
