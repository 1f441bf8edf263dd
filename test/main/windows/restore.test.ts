import { expect, test } from "vitest";
import { followDamage } from "#main/windows/restore";

test("damage opens its window once in place of the timer, and again only when it is found anew", () => {
  let isDamaged = false;
  const done: string[] = [];
  const damage = followDamage(
    { isSheetDamaged: () => isDamaged },
    {
      show: (name) => void done.push(`show ${name}`),
      destroy: (name) => void done.push(`destroy ${name}`),
    },
  );
  const say = (now: boolean) => {
    isDamaged = now;
    damage.check();
    return done.splice(0);
  };
  expect([say(false), say(true), say(true)]).toEqual([[], ["destroy timer", "show restore"], []]);
  expect([say(false), say(true)]).toEqual([[], ["destroy timer", "show restore"]]);
});
