/**
 * The colours of pictures, each with its counterpart on a dark background. No two light colours are equal, because
 * pages find the dark one by the light one.
 */
export const PALETTE = {
  ground: { light: '#fbfcfe', dark: '#12161c' },
  surface: { light: '#ffffff', dark: '#1b2129' },
  line: { light: '#c3ccd8', dark: '#3b4554' },
  ink: { light: '#1d2733', dark: '#e4e9f0' },
  muted: { light: '#5d6b7c', dark: '#9aa7b8' },
  key: { light: '#8a5a00', dark: '#e8b04a' },
  edge: { light: '#6b7d93', dark: '#8295ad' },
  systemEdge: { light: '#7bb594', dark: '#4f8f70' },
  definition: { light: '#dbe7f6', dark: '#25405f' },
  system: { light: '#d9efe2', dark: '#1f4a38' },
  shop: { light: '#e9e0f5', dark: '#43305f' },
  source: { light: '#eceff3', dark: '#2b323c' },
  alarm: { light: '#c4232b', dark: '#ff7a7a' },
  alarmGround: { light: '#fbdcdc', dark: '#5c2226' },
} as const;

export type Colour = keyof typeof PALETTE;

export const light = (colour: Colour): string => PALETTE[colour].light;
