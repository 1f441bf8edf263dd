import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Where test files leave what they counted (test/fakes/hostile/attempts.ts). */
const auditFolder = process.env.PUNCHCARD_AUDIT ?? join(root, "out/reports/audit");

/** Before tests run, so that a file which crashes does not leave the count of another day. */
export const forgetAudit = () => rmSync(auditFolder, { recursive: true, force: true });

/** @returns attempts made, and what got through, of all test files that counted */
export function readAudit() {
  let files = [];
  try {
    files = readdirSync(auditFolder);
  } catch {
    // Nothing was counted.
  }
  const counts = files.map((file) => JSON.parse(readFileSync(join(auditFolder, file), "utf8")));
  return {
    areas: counts.length,
    attempts: counts.reduce((sum, { attempts }) => sum + attempts, 0),
    through: counts.flatMap(({ area, through }) => through.map((what) => `${area}: ${what}`)),
  };
}

/** `audit: 6133 attempts, 0 got through` */
export const auditLine = ({ attempts, through }) => `audit: ${attempts} attempts, ${through.length} got through`;
