/** Of the registry, since a project can have its own copy of spm-connect. */
const FILE = Symbol.for('spm-connect.planFile');

/** Remembers where a plan comes from, unseen: a copy of the plan does not have it. */
export function markPlan<P extends object>(plan: P, file: string): P {
  return Object.defineProperty(plan, FILE, { value: file });
}

/** The absolute path of the file that the plan was loaded from, if it was. */
export function planFileOf(plan: unknown): string | undefined {
  if (typeof plan !== 'object' || plan === null) return undefined;
  const file: unknown = Reflect.get(plan, FILE);
  return typeof file === 'string' ? file : undefined;
}
