import { describe, expect, it } from 'vitest';
import { formatRejects } from '../../src/output/rejects.js';
import type { RejectDetails } from '../../src/runtime/rejects/details.js';

const letter: RejectDetails = {
  id: 1,
  installation_id: 'a',
  entity: 'orders',
  source_key: '',
  key: '=cmd()',
  state: 'open',
  errors: ['a "bad", one', 'two'],
  status: 200,
  attempts: 1,
  first_seen_at: '2026-01-01T00:00:00.000Z',
  last_seen_at: '2026-01-01T00:00:00.000Z',
  run_id: null,
  payload: { id: -1 },
  route: 'orders',
  redacted: false,
  sealed: false,
  not_replayable: null,
};

describe('dead letters in a file', () => {
  it('are one object a line', () => {
    const lines = formatRejects('ndjson', [letter, letter]).split('\n');
    expect(lines.map((line) => line && JSON.parse(line))).toEqual([letter, letter, '']);
    expect(formatRejects('ndjson', [])).toBe('');
  });

  it('are a table whose cells hold what they are given, and no formula', () => {
    const [titles, line, end] = formatRejects('csv', [letter]).split('\r\n');
    expect(titles).toBe(
      'id,installation_id,entity,source_key,key,state,status,attempts,first_seen_at,last_seen_at,run_id,route,redacted,sealed,not_replayable,errors,payload',
    );
    expect(line).toBe(
      '1,a,orders,,\'=cmd(),open,200,1,2026-01-01T00:00:00.000Z,2026-01-01T00:00:00.000Z,,orders,false,false,,"[""a \\""bad\\"", one"",""two""]","{""id"":-1}"',
    );
    expect(end).toBe('');
  });
});
