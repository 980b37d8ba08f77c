import { fileURLToPath } from 'node:url';

/**
 * The file of the code that called `callee`, read from the stack; undefined where that code has none, such as code
 * that was passed as a text.
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
    // Only a function may be set back where none was.
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
