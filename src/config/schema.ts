/** Checks configuration files, and makes their JSON Schema for editors. */
import { nearest } from '../nearest.js';
import { misfit, shownValue } from './check.js';
import { SETTINGS, type SettingSpec } from './settings.js';
import { SEVERITIES } from './user-config.js';
import { durationPattern } from './values.js';

/** The problems of a configuration, one line each; none for a valid UserConfig. */
export function configProblems(content: unknown): string[] {
  if (!isPlain(content))
    return [`the file holds ${shownValue(content)}: expected an object with settings`];
  return Object.entries(content).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name === '$schema') return typeof value === 'string' ? [] : [`${name}: expected a text`];
    const setting = SETTINGS.find(({ key }) => key === name);
    if (setting) return settingProblem(setting, value);
    if (!SECTIONS.includes(name)) return [unknownSetting(name, [...NAMES, ...SECTIONS], name)];
    return sectionProblems(name, value);
  });
}

const NAMES = SETTINGS.map(({ key }) => key).filter((key) => !key.includes('.'));
const SECTIONS = [
  ...new Set(
    SETTINGS.filter(({ key }) => key.includes('.')).map(({ key }) => String(key.split('.')[0])),
  ),
];

function sectionProblems(section: string, content: unknown): string[] {
  if (!isPlain(content))
    return [`${section} cannot be ${shownValue(content)}: expected an object with settings`];
  return Object.entries(content).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const path = `${section}.${name}`;
    const setting = SETTINGS.find(({ key }) => key === path);
    if (setting) return settingProblem(setting, value);
    return [unknownSetting(path, namesIn(section), name)];
  });
}

function settingProblem(setting: SettingSpec, value: unknown): string[] {
  const problem = misfit(setting, value);
  if (problem === undefined) return [];
  const { at, wrong, expected } = problem;
  return [`${setting.key}${at} cannot be ${shownValue(wrong)}: ${expected}`];
}

function unknownSetting(path: string, known: readonly string[], name: string): string {
  const guess = nearest(name, known);
  return `${path}: this setting does not exist${guess ? `; did you mean ${guess}?` : ''}`;
}

const inSection = (section: string) => SETTINGS.filter(({ key }) => key.startsWith(`${section}.`));
const namesIn = (section: string): string[] =>
  inSection(section).map(({ key }) => key.slice(section.length + 1));

/** A plain object, also of another realm; not a promise or an instance of a class. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The JSON Schema of the file, for `schemas/config.schema.json`. */
export function configJsonSchema(): object {
  const top = SETTINGS.filter(({ key }) => NAMES.includes(key));
  const section = (name: string) =>
    objectSchema(
      inSection(name).map((spec) => [spec.key.slice(name.length + 1), jsonSchema(spec)]),
    );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...objectSchema([
      ['$schema', { description: 'For editors.', type: 'string' }],
      ...top.map((spec): [string, object] => [spec.key, jsonSchema(spec)]),
      ...SECTIONS.map((name): [string, object] => [name, section(name)]),
    ]),
  };
}

const objectSchema = (properties: [string, object][]): object => ({
  type: 'object',
  properties: Object.fromEntries(properties),
  additionalProperties: false,
});

function jsonSchema(spec: SettingSpec): object {
  const { description, default: usual } = spec;
  return { description, ...(usual === null ? {} : { default: usual }), ...formSchema(spec) };
}

/** A path has more than white space. */
const FILLED = { type: 'string', pattern: '\\S' };

function formSchema(spec: SettingSpec): object {
  switch (spec.type) {
    case 'path':
    case 'text':
      return FILLED;
    case 'paths':
      return { type: 'array', items: FILLED };
    case 'target':
      return { type: 'string', pattern: '^(sandbox|production|https?://\\S+)$' };
    case 'severities':
      return { type: 'object', additionalProperties: { type: 'string', enum: SEVERITIES } };
    case 'integer':
      return { type: 'integer', minimum: spec.range[0], maximum: spec.range[1] };
    case 'duration':
      return { type: 'string', pattern: durationPattern(...spec.range) };
  }
}
