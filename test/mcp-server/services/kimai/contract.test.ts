import { kimaiContract } from "./contract";
import { withPlugins } from "./plugged";
import { keptOpen, setup } from "./setup";

kimaiContract("what holds on every Kimai, on the fake", async () => {
  const { as, kimai, close } = keptOpen(await setup("user"));
  return { boss: as("super"), worker: as("user"), now: kimai.now, close };
});

kimaiContract("what holds on every Kimai, on the fake with every plugin", async () => {
  const { as, kimai, close } = keptOpen(await withPlugins("user"));
  return { boss: as("super"), worker: as("user"), now: kimai.now, close };
});
