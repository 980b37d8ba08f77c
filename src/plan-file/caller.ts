import { fileURLToPath } from 'node:url';

/**
 * The file of the code that called `callee`, from the stack; undefined for code without a file, such as `node -e`.
 */
export function callerFile(callee: (...args: never[]) => unknown): string | undefined {
  const name = nearestCall(callee)?.getFileName() ?? undefined;
  if (name === undefined || name.startsWith('node:')) return undefined;
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

function nearestCall(callee: (...args: never[]) => unknown): NodeJS.CallSite | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, calls) => calls;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, callee);
    return (holder.stack as NodeJS.CallSite[])[0];
  } finally {
    // `Error.prepareStackTrace` accepts only a function, so an undefined one is deleted.
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
