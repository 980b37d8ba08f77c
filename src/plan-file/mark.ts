/** From the global registry, because a project can have its own copy of spm-connect. */
const FILE = Symbol.for('spm-connect.planFile');

/** Marks a plan with its file, in a hidden property that copies do not have. */
export function markPlan<P extends object>(plan: P, file: string): P {
  return Object.defineProperty(plan, FILE, { value: file });
}

/** The absolute path of the file that the plan was loaded from, if it was. */
export function planFileOf(plan: unknown): string | undefined {
  if (typeof plan !== 'object' || plan === null) return undefined;
  const file: unknown = Reflect.get(plan, FILE);
  return typeof file === 'string' ? file : undefined;
}
