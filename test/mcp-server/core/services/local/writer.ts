import { createLocalService } from "#core/services/local/index";

/**
 * A program that writes to a time sheet as fast as it can and says each write once it is acknowledged. Bundled and
 * started by file.test.ts, which kills it. Arguments: file, name, how many (0: until killed), "timer" for starts.
 */
const [, , file = "", name = "", count = "0", what = "entries"] = process.argv;
const sheet = createLocalService(
  { file, targetSeconds: null, zone: "UTC" },
  {
    accountId: "local",
    secret: async () => "",
    breaks: { read: async () => null, write: async () => undefined },
    log: () => undefined,
    now: Date.now,
  },
);

async function write(number: number): Promise<string> {
  const text = `${name} ${number}`;
  if (what === "timer") return (await sheet.timer.start({ work: {}, text })).entry.id;
  const [begin, end] = ["2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z"];
  return (await sheet.time.create({ work: {}, begin, end, text, tags: [name, "all"] })).entry.id;
}

async function main(): Promise<void> {
  for (let number = 1; count === "0" || number <= Number(count); number++) {
    const id = await write(number);
    // Synchronous, so that what was said was really acknowledged before.
    process.stdout.write(`${id} ${name} ${number}\n`);
    await new Promise((done) => setImmediate(done));
  }
  await sheet.close();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 1;
});
