/** The size of statistical tests: a tenth in `npm test`, full size in `npm run test:long`. */
const long = process.env.SPM_TEST_SCALE === 'long';

/** The environment variable `variable` wins if it is set. */
export function scaled(short: number, full: number, variable?: string): number {
  const own = variable === undefined ? undefined : process.env[variable];
  return own === undefined ? (long ? full : short) : Number(own);
}
