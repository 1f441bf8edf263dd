import { describe, expect, it } from "vitest";
import { clientsOn, files, launcher, machine } from "../machine";

describe("VS Code with profiles", () => {
  it("has the entry in each of them, and loses it in each", async () => {
    const { fs, text } = machine({ vscode: '{"servers":{}}' });
    const profile = files.vscode.replace("mcp.json", "profiles/-1a2b/mcp.json");
    fs.put(profile, '{\n  // work\n  "servers": {}\n}\n');
    const clients = clientsOn(fs);
    expect(await clients.register("vscode")).toMatchObject({ state: "registered" });
    for (const one of [text("vscode"), fs.text(profile)]) expect(one).toContain(launcher);
    await clients.unregister("vscode");
    expect([text("vscode"), fs.text(profile)]).toEqual(['{"servers":{}}', '{\n  // work\n  "servers": {}\n}\n']);
  });
});

describe("an editor from Flatpak", () => {
  it("is listed with what to do, and never written to", async () => {
    const { fs } = machine();
    const file = "/home/marta/.var/app/com.visualstudio.code/config/Code/User/mcp.json";
    fs.put(file, "{}");
    const clients = clientsOn(fs);
    const views = await clients.list();
    expect(views.filter(({ id }) => id.endsWith("flatpak"))).toMatchObject([
      { id: "vscode-flatpak", state: "snippet_only", file, canRegister: false, canUnregister: false, canOpen: false },
    ]);
    expect(views.find(({ id }) => id === "vscode-flatpak")?.reason).toContain("snippet for VS Code (Flatpak)");
    expect((await clients.snippets()).map(({ label }) => label)).toContain("VS Code (Flatpak)");
    fs.written = 0;
    await expect(clients.register("vscode-flatpak")).rejects.toMatchObject({ code: "client_unsupported" });
    await expect(clients.unregister("vscode-flatpak")).rejects.toMatchObject({ code: "client_unsupported" });
    expect(await clients.plan("vscode-flatpak")).toMatchObject({ action: "nothing", refusal: { saved: "no" } });
    await expect(clients.linkOf("vscode-flatpak")).rejects.toMatchObject({ code: "client_no_link" });
    expect([fs.text(file), fs.written]).toEqual(["{}", 0]);
  });
});
