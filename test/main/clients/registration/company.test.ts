import { expect, it } from "vitest";
import { machine } from "../machine";

it("a client that the company does not allow is not registered, says so, and can be taken out", async () => {
  let isAllowed = (_id: string): boolean => true;
  const text = '{ "servers": {} }\n';
  const { clients, text: now } = machine({ vscode: text, cursor: "{}" }, { isAllowed: (id) => isAllowed(id) });
  const view = async (id: string) => (await clients.list()).find((one) => one.id === id);
  await clients.register("vscode");
  isAllowed = (id) => id === "cursor";
  expect(await view("vscode")).toMatchObject({
    state: "blocked_by_policy",
    why: ["company"],
    canRegister: false,
    canOpen: false,
    canUnregister: true,
  });
  await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_company" });
  await expect(clients.linkOf("vscode")).rejects.toMatchObject({ code: "client_company" });
  await expect(clients.saveExtension("/home/marta/x.mcpb")).rejects.toMatchObject({ code: "client_company" });
  expect(await view("zed")).toMatchObject({ state: "not_installed" });
  expect(await view("cursor")).toMatchObject({ state: "not_registered", canRegister: true });
  await clients.unregister("vscode");
  expect(now("vscode")).toBe(text);
});
