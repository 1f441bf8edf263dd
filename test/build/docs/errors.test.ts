import { expect, it } from "vitest";
import meanings from "../../../build/docs/error-meanings.json" with { type: "json" };
import { errorsIn, errorTables, serverErrors } from "../../../build/docs/server-errors.mjs";
import { type Meanings, windowErrors } from "../../../build/docs/window-errors.mjs";
import catalog from "../../../renderer/i18n/en.json";

const page = windowErrors();
/** As the page shows it, where an underscore would begin Markdown. */
const plain = (text: string) => text.replaceAll(/\{\{\w+\}\}/g, "…").replaceAll("_", "&#95;");
const article = (title: string) =>
  page.split(/^### /m).find((text) => text.startsWith(`${title}\n`)) ?? expect.fail(`no article “${title}”`);

it("the page of troubleshooting has each failure of the windows, in its words, with what to do", () => {
  const failures = Object.values(catalog.failure).filter((one) => typeof one === "object" && "title" in one);
  expect(failures.length).toBeGreaterThan(70);
  for (const { title, next } of failures) {
    expect(page).toContain(plain(title));
    expect(page).toContain(plain(next));
  }
});

it("an article says the words, what they mean, what to do, and what differs with a service", () => {
  expect(article("… rejected the token")).toBe(
    [
      "… rejected the token",
      meanings["Tokens, keys and sign-in"]["failure.unauthorized"],
      `**What to do:** ${catalog.failure.unauthorized.next}`,
      [
        `- With Clockodo: “… rejected the email address or the API key”. ${catalog.failure.unauthorized_clockodo.next}`,
        `- With Calamari: “… rejected the API key”. ${catalog.failure.unauthorized_calamari.next}`,
        `- With an account that is signed in: “… rejected the sign-in”. ${catalog.failure.unauthorized_signed_in.next}`,
      ].join("\n"),
      "",
    ].join("\n\n"),
  );
});

it("a service whose title is the same only has its own advice", () => {
  const { next } = catalog.failure.offline_clockodo;
  expect(article("Cannot reach …")).toContain(`\n- With Clockodo: ${next}\n`);
});

it("of a message in two sentences the second is what to do, and one in a single sentence has it said", () => {
  expect(article("The disk is full")).toContain("**What to do:** Make room and try again.");
  expect(article("… cannot be a shortcut")).toContain("**What to do:** Press other keys.");
  expect(article("Drafts could not be read")).toContain("What you had typed and not saved was in a file");
});

it("a message without a meaning, a meaning without a message, and one without advice are refused", () => {
  const changed = (change: (copy: Meanings) => void) => {
    const copy: Meanings = structuredClone(meanings);
    change(copy);
    return () => windowErrors(copy);
  };
  expect(changed((copy) => delete copy["Reaching the service"]?.["failure.offline"])).toThrow(
    /mean: failure\.offline$/,
  );
  expect(changed((copy) => Object.assign(copy, { More: { "failure.strange": "?" } }))).toThrow(
    /failure\.strange is no/,
  );
  const shortcuts = "Keyboard shortcuts";
  expect(changed((copy) => Object.assign(copy[shortcuts] ?? {}, { "keys.problem.taken": "?" }))).toThrow(/taken lacks/);
});

it("the server's errors are read with their kind, words and advice", () => {
  const code = `
    throw new ServiceError("offline", \`\${name} is away.\${more}\`, { next: "Wait." });
    const no = () => new InputError(code, "Not told.");
    throw new InputError("time", late ? "Too late." : "Too early.", { next: late ? "Be early." : "Be late." });
    throw new InputError("time", "Never.", { next: late ? "Be early." : "Be late." });
    throw new RangeError("no tool", "Nobody sees this.");
    throw new ServiceError("forbidden", text);`;
  expect(errorsIn(code)).toEqual([
    { kind: "offline", text: "{{}} is away.", next: "Wait." },
    { kind: "time", text: "Too late.", next: "Be early." },
    { kind: "time", text: "Too early.", next: "Be late." },
    { kind: "time", text: "Never.", next: "Be early. Or: Be late." },
  ]);
});

it("errors of a kind are in one table, each message once, with the advice of its kind where it has none", () => {
  const { title, next } = catalog.failure.conflict;
  const error = (text: string, advice?: string) => ({ kind: "conflict", text, next: advice });
  const text = errorTables([
    ...[error("Wrong."), error("There: <b> | {x} of {{}}.", "Look."), error("{{}}: {{}}", "Never.")],
    ...[error("Wrong.", "Right it."), error("Wrong.", "Later."), error("Again.")],
  ]);
  expect(text.split("\n")).toEqual([
    ...[`## ${title}`, "", expect.stringContaining("already there"), "", "| Message | What to do |", "|---|---|"],
    ...[`| Again. | ${next} |`, "| There: &#60;b&#62; &#124; &#123;x&#125; of …. | Look. |", "| Wrong. | Right it. |"],
  ]);
  expect(() => errorTables([{ kind: "strange", text: "Oh dear.", next: "No." }])).toThrow(
    /no failure of the kind strange/,
  );
});

it("the page of AI clients has those of the server's code", () => {
  const tables = serverErrors();
  expect(tables.match(/^\|.*\|$/gm)?.length).toBeGreaterThan(250);
  expect(tables).toContain("| The file with the CA certificate cannot be read. | Check …, or choose the file again. |");
  expect(tables.match(/^\|.*\|$/gm)?.every((row) => row.split("|").length === 4)).toBe(true);
});
