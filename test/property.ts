import { createHash, randomInt } from "node:crypto";
import { relative } from "node:path";
import * as fastCheck from "fast-check";
import { expect } from "vitest";

/**
 * fast-check with reproducible seeds. Tests import it from here; `biome.json` forbids to import the package.
 *
 * - By default, the seed of a property is a hash of its file, its test, and its position in that test.
 * - `PUNCHCARD_SEED=<number>` sets the seed of every property, to rerun one test.
 * - `PUNCHCARD_RANDOM=1` draws random seeds and runs ten times the cases (`npm run test:random`);
 *   `PUNCHCARD_RANDOM_FACTOR=<number>` changes the factor.
 */
export * from "fast-check";

/** fast-check's own number of cases for a property that names none. */
const defaultRunCount = 100;

/** Reads a numeric environment variable. @throws {Error} when the value is not an integer. */
function integerFromEnvironment(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d+$/.test(text)) throw new Error(`${name} must be an integer, not "${text}".`);
  return Number(text);
}

const fixedSeed = integerFromEnvironment("PUNCHCARD_SEED");
const isRandomMode = process.env.PUNCHCARD_RANDOM === "1";
const runFactor = isRandomMode ? (integerFromEnvironment("PUNCHCARD_RANDOM_FACTOR") ?? 10) : 1;

/** Scales the timeout of a test that sets its own: random mode runs more cases. `vitest.config.ts` scales the default. */
export const propertyTimeoutMs = (timeoutMs: number): number => timeoutMs * runFactor;

/** Number of properties that each test has run so far: two of them in one test get different seeds. */
const propertyCounts = new Map<string, number>();

function currentTest(): { file: string; name: string } {
  const { testPath = "", currentTestName = "" } = expect.getState();
  return { file: relative(process.cwd(), testPath).replaceAll("\\", "/"), name: currentTestName };
}

function nextSeed(): number {
  if (fixedSeed !== undefined) return fixedSeed;
  if (isRandomMode) return randomInt(-(2 ** 31), 2 ** 31);
  const { file, name } = currentTest();
  const testKey = `${file}\n${name}`;
  const propertyIndex = propertyCounts.get(testKey) ?? 0;
  propertyCounts.set(testKey, propertyIndex + 1);
  return createHash("sha256").update(`${testKey}\n${propertyIndex}`).digest().readInt32BE();
}

/** Returns the command that reruns only this test with this seed and the same number of cases. */
function rerunCommand(seed: number | undefined): string {
  const { file, name } = currentTest();
  const variables = [
    ...(isRandomMode ? ["PUNCHCARD_RANDOM=1"] : []),
    ...(isRandomMode && runFactor !== 10 ? [`PUNCHCARD_RANDOM_FACTOR=${runFactor}`] : []),
    `PUNCHCARD_SEED=${seed}`,
  ];
  // Vitest matches a regular expression: any character stands for one that a shell or the expression would interpret.
  const pattern = name.replaceAll(/[^\p{L}\p{N} ,:-]/gu, ".").replaceAll(" . ", ".+");
  return `${variables.join(" ")} npx vitest run ${file} -t "${pattern}"`;
}

function reproducible<T>(parameters: fastCheck.Parameters<T> = {}): fastCheck.Parameters<T> {
  const { numRuns = defaultRunCount, seed = nextSeed() } = parameters;
  return { ...parameters, numRuns: numRuns * runFactor, seed };
}

/** Appends the command to the error that fast-check throws: its message already has the seed and the path. */
function withRerunCommand(error: unknown, seed: number | undefined): unknown {
  if (!(error instanceof Error)) return error;
  const message = `${error.message}\n\nRerun this test: ${rerunCommand(seed)}`;
  error.stack = error.stack?.replace(error.message, () => message);
  error.message = message;
  return error;
}

/** `fc.assert` with a reproducible seed. @throws {Error} with the seed, the path, and the rerun command of a counterexample. */
export function assert<Ts>(
  property: fastCheck.IAsyncProperty<Ts>,
  parameters?: fastCheck.Parameters<Ts>,
): Promise<void>;
export function assert<Ts>(property: fastCheck.IProperty<Ts>, parameters?: fastCheck.Parameters<Ts>): void;
export function assert<Ts>(
  property: fastCheck.IProperty<Ts> | fastCheck.IAsyncProperty<Ts>,
  parameters?: fastCheck.Parameters<Ts>,
): Promise<void> | void {
  const settings = reproducible(parameters);
  const rethrow = (error: unknown) => {
    throw withRerunCommand(error, settings.seed);
  };
  try {
    const outcome: unknown = fastCheck.assert(property as fastCheck.IRawProperty<Ts, boolean>, settings);
    if (outcome instanceof Promise) return outcome.catch(rethrow);
  } catch (error) {
    rethrow(error);
  }
}

/** `fc.sample` with a reproducible seed. The count is the one asked for, in random mode too. */
export function sample<Ts>(
  generator: fastCheck.Arbitrary<Ts> | fastCheck.IRawProperty<Ts, boolean>,
  parameters: number | fastCheck.Parameters<Ts> = {},
): Ts[] {
  const settings = typeof parameters === "number" ? { numRuns: parameters } : parameters;
  return fastCheck.sample(generator, { ...settings, seed: settings.seed ?? nextSeed() });
}
