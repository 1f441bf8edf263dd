import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { projectColors } from "#core/domain/records";
import { colorValues, nearestColor } from "#main/app/state/project-color";
import * as fc from "../../../property";

const tokens = readFileSync(new URL("../../../../renderer/ui/styles/tokens.css", import.meta.url), "utf8");

test("each color is the one that light windows show, and the nearest to itself in both themes", () => {
  for (const color of projectColors) {
    const [, light, dark] = new RegExp(`--project-${color}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens) ?? [];
    expect(colorValues[color], color).toBe(light);
    expect(nearestColor(light), color).toBe(color);
    expect(nearestColor(dark?.toUpperCase()), color).toBe(color);
  }
});

test("a service's color takes the nearest of ours, grays are slate, and what is no color takes none", () => {
  const cases = { "#ff0000": "rust", "#00f": "blue", "#0f0": "green", "#ffd700": "ochre", "#c0c0c0": "slate" };
  for (const [given, color] of Object.entries(cases)) expect(nearestColor(given), given).toBe(color);
  expect(nearestColor("#ff00aa80")).toBe("magenta");
  expect([nearestColor("sky"), nearestColor("Sunflower"), nearestColor(" rust ")]).toEqual(["petrol", "ochre", "rust"]);
  for (const none of ["", "#12", "#gggggg", "red; x", null, undefined, 3]) expect(nearestColor(none)).toBeNull();
});

test("every color of six digits is one of ours", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const hex = (value: number) => value.toString(16).padStart(2, "0");
  fc.assert(
    fc.property(byte, byte, byte, (red, green, blue) => {
      expect(projectColors).toContain(nearestColor(`#${hex(red)}${hex(green)}${hex(blue)}`));
    }),
  );
});
