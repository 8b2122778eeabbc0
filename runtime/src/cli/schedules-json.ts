import {
  exampleConfig,
  exampleCurve,
  familyOf,
  keyFacts,
  type ScheduleFamily,
  type Scheduler,
  scheduleNotes,
  schedulesOf,
} from '@optim-sches/schemas';

const inBrief = (entry: Scheduler) => ({
  type: entry.type,
  family: familyOf(entry).name,
  aliases: entry.aliases,
  summary: entry.summary,
});

/** The schedules of the families for a program. */
export const listJson = (families: readonly ScheduleFamily[]) => ({
  schedules: families.flatMap(schedulesOf).map(inBrief),
});

/** Everything that is said of a schedule, for a program; the example's learning rates at 200 of its steps at most. */
export function pageJson(entry: Scheduler): Readonly<Record<string, unknown>> {
  const { formula, reference, example } = entry;
  const config = exampleConfig(entry);
  const curve = exampleCurve(entry, 200);
  const [main] = curve.optimizers;
  return {
    ...inBrief(entry),
    formula,
    ...(reference === undefined ? {} : { reference }),
    keys: keyFacts(entry.conf).map(({ name, required, value, unit, description, choices, noEffect }) => ({
      name,
      required,
      ...(required ? {} : { default: value }),
      unit,
      description,
      choices,
      noEffect,
    })),
    notes: scheduleNotes(entry),
    example: {
      yaml: config.document.text,
      steps: example.steps,
      stepsPerEpoch: example.stepsPerEpoch ?? null,
      curve: main && { steps: [...main.steps], lr: [...main.lr], facts: main.facts },
    },
  };
}
