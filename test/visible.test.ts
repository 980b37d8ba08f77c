import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyVisible, visible, visibleJson, visibleLines } from '../src/visible.js';
import { HOSTILE } from './helpers/anyData.js';
import { expectHarmless } from './helpers/harmless.js';

describe('text from outside', () => {
  it.each([
    ['a\u001b[2J\u0007\r\n\tb', 'a\\u001b[2J\\u0007\\r\\n\\tb'],
    ['\u007f\u0085\u009b\u2028\u2029', '\\u007f\\u0085\\u009b\\u2028\\u2029'],
    ['\u202egnp.exe\u061c\u2066', '\\u202egnp.exe\\u061c\\u2066'],
    ['\ufeff\u200bx\u{e0041}\ud800', '\\ufeff\\u200bx\\udb40\\udc41\\ud800'],
    ['pay\u200dpal \u200c', 'pay\\u200dpal \\u200c'],
    ['##vso[x] ##[y] ## [z] #1', '\\u0023#vso[x] \\u0023#[y] ## [z] #1'],
    ['C:\\new\\table', 'C:\\new\\table'],
    [
      'é 漢字 👩\u200d💻 ❤\ufe0f می\u200cخواهم 葛\u{e0100}\u00a0\u3000',
      'é 漢字 👩\u200d💻 ❤\ufe0f می\u200cخواهم 葛\u{e0100}\u00a0\u3000',
    ],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(visible(shown)).toBe(shown);
  });

  it('keeps the lines of a text that has several', () => {
    expect(visibleLines('a\r\nb\rc\n')).toEqual(['a', 'b\\rc', '']);
  });

  it('is the same in JSON, whatever it is', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(fc.dictionary(texts, fc.array(texts)), fc.constantFrom(0, 2), (value, indent) => {
        const json = visibleJson(value, indent);
        expectHarmless(json);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(visibleJson(undefined)).toBe('null');
  });
});

describe('what is written in the end', () => {
  const red = '\u001b[31m\u001b[1mx\u001b[22m\u001b[39m';

  it('keeps line ends, and styles where they are allowed', () => {
    expect(onlyVisible(`a\r\n${red}\n`, { styles: true })).toBe(`a\n${red}\n`);
    expect(onlyVisible('\u001b[1mx', { styles: false })).toBe('\\u001b[1mx');
    const rgb = '\u001b[38;2;1;2;3mx\u001b[48;5;7m';
    expect(onlyVisible(rgb, { styles: true })).toBe(rgb);
    expect(onlyVisible('\u001b[8m\u001b[2J\u001b[1;31m', { styles: true })).not.toContain('\u001b');
  });

  it.each(['::error::x', '  \u00a0::x', `${'\u001b[31m'} ::x`, 'a\n\u3000::x'])(
    'has no line that GitHub takes for a command: %j',
    (text) => {
      expect(onlyVisible(text, { styles: true })).toBe(text.replace('::', '\\u003a:'));
      expect(onlyVisible(text, { styles: true, commands: true })).toBe(text);
    },
  );

  it('leaves colons alone where they mean nothing', () => {
    expect(onlyVisible('a ::b\n:c ::\n', { styles: false })).toBe('a ::b\n:c ::\n');
  });

  it('is harmless, whatever it is given', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...HOSTILE, red, ':', '#', ' '),
    );
    fc.assert(
      fc.property(fc.array(texts), (all) => {
        const text = all.join('');
        expectHarmless(onlyVisible(text, { styles: false }));
        expect(onlyVisible(onlyVisible(text, { styles: false }), { styles: false })).toBe(
          onlyVisible(text, { styles: false }),
        );
      }),
    );
  });
});
