import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fileSource, macSource, type Run, windowsPolicy, windowsSource } from "#core/platform/company-policy/sources";

const text = '{"version":1}';
const me = process.getuid?.() ?? 0;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "punchcard-policy-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  const inside = join(made, "punchcard");
  mkdirSync(inside, { mode: 0o755 });
  return inside;
}
const policyIn = (inside: string, mode = 0o644) => {
  const file = join(inside, "policy.json");
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};

test("a file of the administrator is read, and none is none", async () => {
  const inside = folder();
  expect(await fileSource(join(inside, "policy.json"), me).read()).toBeNull();
  expect(await fileSource(join(inside, "gone", "policy.json"), me).read()).toBeNull();
  expect(await fileSource(policyIn(inside), me).read()).toBe(text);
});

test.each<[string, (inside: string) => string, number, RegExp]>([
  ["of somebody else", (inside) => policyIn(inside), me + 1, /does not belong to root/],
  ["that everybody may write", (inside) => policyIn(inside, 0o646), me, /others than root may write to .*policy.json/],
  ["that its group may write", (inside) => policyIn(inside, 0o664), me, /others than root may write/],
  [
    "in a folder that others may write",
    (inside) => {
      const file = policyIn(inside);
      chmodSync(inside, 0o777);
      return file;
    },
    me,
    /others than root may write to .*punchcard,/,
  ],
  [
    "that is a link to nowhere",
    (inside) => {
      symlinkSync(join(inside, "gone.json"), join(inside, "policy.json"));
      return join(inside, "policy.json");
    },
    me,
    /cannot be read \(ENOENT\)/,
  ],
  [
    "that is a link to a file that others may write",
    (inside) => {
      const target = join(inside, "other.json");
      writeFileSync(target, text);
      chmodSync(target, 0o666);
      symlinkSync(target, join(inside, "policy.json"));
      return join(inside, "policy.json");
    },
    me,
    /others than root may write/,
  ],
  [
    "that is a folder",
    (inside) => {
      mkdirSync(join(inside, "policy.json"));
      return join(inside, "policy.json");
    },
    me,
    /not a regular file/,
  ],
  [
    "that is a pipe",
    (inside) => {
      execFileSync("/usr/bin/mkfifo", [join(inside, "policy.json")]);
      return join(inside, "policy.json");
    },
    me,
    /not a regular file/,
  ],
  [
    "that is very large",
    (inside) => {
      const file = policyIn(inside);
      writeFileSync(file, " ".repeat(300_000));
      return file;
    },
    me,
    /larger than 256 KB/,
  ],
  [
    "that is no text",
    (inside) => {
      const file = policyIn(inside);
      writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]));
      return file;
    },
    me,
    /not UTF-8/,
  ],
])("a file %s is refused", async (_name, make, owner, problem) => {
  await expect(fileSource(make(folder()), owner).read()).rejects.toThrow(problem);
});

test("who tests a policy of their own owns it themselves", async () => {
  expect(await fileSource(policyIn(folder(), 0o666), null).read()).toBe(text);
});

const answering = (answers: Record<string, { code: number | null; output: string }>) => {
  const asked: string[] = [];
  const run: Run = async (program, args) => {
    const line = [program, ...args].join(" ");
    asked.push(line);
    return answers[line] ?? { code: 1, output: "" };
  };
  return { run, asked };
};
const reg = "C:\\Windows\\System32\\reg.exe";
const askParent = `${reg} query HKLM\\Software\\Policies /reg:64`;
const askValue = `${reg} query ${windowsPolicy} /v Policy /reg:64`;
const parent = (...keys: string[]) => ({
  code: 0,
  output: ["", ...keys.map((key) => `HKEY_LOCAL_MACHINE\\Software\\Policies\\${key}`), ""].join("\r\n"),
});

test("the registry's value is the text, and a key that is not there is no policy", async () => {
  const value = {
    code: 0,
    output: `\r\nHKEY_LOCAL_MACHINE\\Software\\Policies\\Punchcard\r\n    Policy    REG_SZ    ${text}\r\n\r\n`,
  };
  const there = answering({ [askParent]: parent("Google", "Punchcard"), [askValue]: value });
  expect(await windowsSource(there.run, reg).read()).toBe(text);
  const none = answering({ [askParent]: parent("Google", "NotPunchcard") });
  expect(await windowsSource(none.run, reg).read()).toBeNull();
  expect(none.asked).toEqual([askParent]);
});

test.each<[string, Record<string, { code: number | null; output: string }>, RegExp]>([
  ["that cannot be asked", {}, /could not be asked/],
  ["whose program does not start", { [askParent]: { code: null, output: "" } }, /could not be asked/],
  ["whose key has no value", { [askParent]: parent("Punchcard") }, /no text named Policy/],
  [
    "whose value is a number",
    { [askParent]: parent("Punchcard"), [askValue]: { code: 0, output: "    Policy    REG_DWORD    0x1\r\n" } },
    /no text named Policy/,
  ],
])("a registry %s is no silent yes", async (_name, answers, problem) => {
  await expect(windowsSource(answering(answers).run, reg).read()).rejects.toThrow(problem);
});

test("a property list is read as JSON by the system's own program, where only the administrator writes it", async () => {
  const inside = folder();
  const file = policyIn(inside);
  const line = `/usr/bin/plutil -convert json -o - ${file}`;
  expect(await macSource(answering({ [line]: { code: 0, output: text } }).run, file, me).read()).toBe(text);
  await expect(macSource(answering({}).run, file, me).read()).rejects.toThrow(/plutil cannot read it/);
  await expect(macSource(answering({}).run, file, me + 1).read()).rejects.toThrow(/does not belong to root/);
  expect(await macSource(answering({}).run, join(inside, "none.plist"), me).read()).toBeNull();
});
