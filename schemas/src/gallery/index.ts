export { exampleConfig, exampleCurve, exampleYaml } from './example.js';
export { familyOf, type ScheduleFamily, scheduleFamilies, schedulesOf } from './families.js';
export { choicesToName, type KeyFacts, keyFacts } from './key-facts.js';
export { blockYaml, flowYaml } from './plain-yaml.js';
export { exampleLength, scheduleNotes } from './schedule-notes.js';
export { type ValueKinds, valueKinds } from './value-kinds.js';
