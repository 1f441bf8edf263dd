import { kimaiContract } from "./contract";
import { everyPlugin } from "./plugged";
import { openSetup } from "./setup";

kimaiContract("what holds on every Kimai, on the fake", async () => {
  const { as, kimai, close } = await openSetup("user");
  return { boss: as("super"), worker: as("user"), now: kimai.now, close };
});

kimaiContract("what holds on every Kimai, on the fake with every plugin", async () => {
  const { as, kimai, close } = await openSetup("user", { settings: everyPlugin() });
  return { boss: as("super"), worker: as("user"), now: kimai.now, close };
});
