import { describe, expect, it, vi } from "vitest";
import { withShortScript } from "#main/clients/short-script";

const resources = String.raw`C:\Users\Ada Doe\AppData\Local\Programs\Punchcard\resources`;
const inside = String.raw`\app.asar\out\mcp-server\index.js`;
const launch = (script = resources + inside) => ({ electron: String.raw`C:\Users\Ada Doe\Punchcard.exe`, script });
const short = String.raw`C:\Users\ADADOE~1\AppData\Local\Programs\PUNCHC~1\RESOUR~1`;

describe("the server's script on Windows", () => {
  it("has a name without a blank, in which the archive keeps its own", () => {
    const shortName = vi.fn(() => short);
    const found = withShortScript(launch(), "win32", shortName);
    expect(shortName).toHaveBeenCalledWith(resources);
    expect(found).toEqual({ ...launch(), script: short + inside });
  });

  it("has one in the clone of a developer, too", () => {
    const script = String.raw`C:\my code\out\mcp-server\index.js`;
    const found = withShortScript(launch(script), "win32", () => String.raw`C:\MYCODE~1\out\mcp-server`);
    expect(found.script).toBe(String.raw`C:\MYCODE~1\out\mcp-server\index.js`);
  });

  it.each([
    ["there are no short names on this drive", resources],
    ["Windows does not say", ""],
    ["it came in another code page", String.raw`C:\Users\J”DOE~1\RESOUR~1`],
    ["something else was said", "The system cannot find the path"],
  ])("stays as it is where %s", (_why, said) => {
    expect(withShortScript(launch(), "win32", () => said)).toEqual(launch());
  });

  it("is not asked for where a shell would read a variable in it, or nothing has a blank", () => {
    const shortName = vi.fn(() => short);
    for (const one of [String.raw`C:\a %PATH% b\out\index.js`, String.raw`C:\Punchcard\out\index.js`])
      expect(withShortScript(launch(one), "win32", shortName)).toEqual(launch(one));
    expect(shortName).not.toHaveBeenCalled();
  });

  it.each(["linux", "darwin"] as const)("is never changed on %s", (platform) => {
    expect(withShortScript(launch(), platform, () => short)).toEqual(launch());
  });
});
