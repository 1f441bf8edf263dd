import { projectColors } from "#core/domain/records";

export type ProjectColor = (typeof projectColors)[number];

/** What services call their colors in words, as red, green and blue. */
const words: Record<string, string> = {
  "blood orange": "#e2502b",
  sunflower: "#f2b200",
  "light green": "#7ac143",
  caribbean: "#00a99d",
  sky: "#37a8e0",
  "brand blue": "#1d5fbf",
  "blue purple": "#6a4fc4",
  magenta: "#c2187a",
  "chewing gum": "#e86aa6",
};

/** Each of ours as it is on a light window; a test holds them against the windows' tokens. */
export const colorValues: Record<ProjectColor, string> = {
  blue: "#2f6bc8",
  violet: "#7a4fc4",
  magenta: "#ad3583",
  rust: "#b4532a",
  ochre: "#8a6a00",
  green: "#3b7d34",
  petrol: "#0f7286",
  slate: "#5b6b7a",
};

function channels(color: string): [number, number, number] | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/i.exec(color);
  const [, red, green, blue] = short?.map((part) => part + part) ?? long ?? [];
  return red && green && blue ? [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)] : null;
}

const linear = (channel: number) => (channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);

/** Hue in degrees and chroma as eyes see them (OKLab): by screen values alone pure blue would be a violet. */
function hueOf(color: [number, number, number]): { hue: number; chroma: number } {
  const [red, green, blue] = color.map(linear) as [number, number, number];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const redness = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short;
  const yellowness = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short;
  const hue = (Math.atan2(yellowness, redness) * 180) / Math.PI;
  return { hue: (hue + 360) % 360, chroma: Math.hypot(redness, yellowness) };
}

/** Below it a color is a gray to the eye. */
const leastChroma = 0.04;
const hues = projectColors.flatMap((name) => {
  const value = channels(colorValues[name]);
  return value && name !== "slate" ? [{ name, hue: hueOf(value).hue }] : [];
});

/**
 * The one of ours that is nearest to a service's own color: by its hue, as light and dark themes have other shades of
 * each. null: nothing that we know as a color.
 */
export function nearestColor(given: unknown): ProjectColor | null {
  if (typeof given !== "string") return null;
  const color = given.trim().toLowerCase();
  const own = projectColors.find((name) => name === color);
  if (own) return own;
  const value = channels(words[color] ?? color);
  if (!value) return null;
  const { hue, chroma } = hueOf(value);
  if (chroma < leastChroma) return "slate";
  const away = (other: number) => Math.min(Math.abs(hue - other), 360 - Math.abs(hue - other));
  return hues.reduce((nearest, one) => (away(one.hue) < away(nearest.hue) ? one : nearest)).name;
}
