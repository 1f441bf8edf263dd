import { expect, onTestFinished, test } from "vitest";
import { startFakeCalamari } from "../fakes/calamari";
import { people as calamariPeople } from "../fakes/calamari/seed";
import { startFakeClockodo } from "../fakes/clockodo";
import { people as clockodoPeople } from "../fakes/clockodo/seed";
import { startFakeKimai } from "../fakes/kimai";
import { newUser } from "../main/accounts/new-user";

/** Connecting with the built server. All addresses and failures are in test/main/accounts/connect.test.ts. */

const subjects = {
  async kimai() {
    const kimai = await startFakeKimai();
    const secret = kimai.tokens.user;
    return { fake: kimai, secret, user: newUser({ built: true }), request: { url: kimai.url } };
  },
  async clockodo() {
    const clockodo = await startFakeClockodo();
    const { email, key } = clockodoPeople.mara;
    const user = newUser({ built: true, clockodoUrl: clockodo.url });
    return { fake: clockodo, secret: key, user, request: { user: email } };
  },
  async calamari() {
    const calamari = await startFakeCalamari();
    const request = { url: calamari.url, user: calamariPeople.nora, consent: true };
    return { fake: calamari, secret: calamari.state.key, user: newUser({ built: true }), request };
  },
};

test.each(["kimai", "clockodo", "calamari"] as const)(
  "%s is connected by the built server; a wrong credential is refused, and the right one is in no file",
  async (service) => {
    const { fake, secret, user, request } = await subjects[service]();
    onTestFinished(() => fake.close());
    const connect = (more: object) => user.connect({ service, ...request, sessionOnly: true, ...more });
    expect((await connect({ secret: "wrong-key" })).failure).toMatchObject({ code: "unauthorized", saved: "no" });
    expect(user.settings.get().accounts).toEqual([]);
    const { account, failure } = await connect({ secret });
    expect(failure).toBeNull();
    expect(user.settings.get().accounts).toMatchObject([{ id: account?.id }]);
    for (const text of [...user.everyFile(), ...user.log]) expect(text).not.toContain(secret);
  },
);
