/** How much of what is statistical a test run does: a tenth in `npm test`, much more in `npm run test:long`. */
const long = process.env.SPM_TEST_SCALE === 'long';

/** `variable` of the environment, where it is set, wins. */
export function scaled(short: number, full: number, variable?: string): number {
  const own = variable === undefined ? undefined : process.env[variable];
  return own === undefined ? (long ? full : short) : Number(own);
}
