import { afterEach, expect, test } from "vitest";
import { setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());

test("the person, zone, hours and manager are those of whoever signed in", async () => {
  here = await setup();
  const facts = await here.service.facts();
  expect(facts).toMatchObject({
    service: "calamari",
    person: { id: "41", name: "Nora Lind", email: here.gateway.people.nora },
    zone: "Europe/Oslo",
    supervisor: { name: "Olav Dahl" },
    teams: [{ id: "5", name: "Design" }],
    targetSeconds: [27_000, 27_000, 27_000, 27_000, 27_000, 0, 0],
  });
});
