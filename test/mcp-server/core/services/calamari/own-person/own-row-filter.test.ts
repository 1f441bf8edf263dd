import { describe, expect, it } from "vitest";
import type { AccountFacts } from "#core/domain/entities";
import { createWhose } from "#core/services/calamari/own-person/own-row-filter";
import type { WirePerson } from "#core/services/calamari/wire/person";

const factsOf = (id: string, more: object = {}) => ({ person: { id, name: id, ...more } }) as AccountFacts;
const nora: WirePerson = { firstName: "Nora", lastName: "Lind", email: "nora.lind@fjordworks.example" };
const ida: WirePerson = { firstName: "Ida", lastName: "Berg", email: "ida.berg@fjordworks.example" };
const told = (person: WirePerson) => person;

describe("whose a row is", () => {
  it.each(["externalNumber:FW-041", "EXTERNALNUMBER:fw-041", "externalnumber:FW-041"])(
    "goes by the number, however the account writes %s",
    (person) => {
      const { isOwn, own } = createWhose({ person }, () => undefined);
      const facts = factsOf(person.toLowerCase());
      const mine = { firstName: "Nora", externalId: "fw-041" };
      const theirs = { firstName: "Ida", externalId: "FW-042" };
      expect([isOwn(facts, mine), isOwn(facts, theirs)]).toEqual([true, false]);
      expect(own(facts, [mine, theirs], told)).toEqual([mine]);
    },
  );

  it("is known in lists of the whole company too, once own answers have told a login's address", () => {
    const { isOwn, own } = createWhose({ person: "nlind" }, () => undefined);
    const facts = factsOf("nlind");
    expect([isOwn(facts, nora), isOwn(facts, ida)]).toEqual([null, null]);
    expect(own(facts, [nora], told)).toEqual([nora]);
    expect([isOwn(facts, { ...nora, email: "Nora.Lind@FJORDWORKS.example" }), isOwn(facts, ida)]).toEqual([
      true,
      false,
    ]);
  });

  it("is nobody's guess where answers for a login name several people, at once or one after the other", () => {
    const facts = factsOf("nlind");
    const { own } = createWhose({ person: "nlind" }, () => undefined);
    expect(() => own(facts, [nora, ida], told)).toThrow(/name several/);
    own(facts, [nora], told);
    expect(() => own(facts, [ida], told)).toThrow(/name several/);
    expect(own(facts, [nora], told)).toEqual([nora]);
  });

  it("drops rows that name nobody where the same answer names others, and keeps them where it does not", () => {
    const { own } = createWhose({ person: nora.email ?? "" }, () => undefined);
    const facts = factsOf(nora.email ?? "", { email: nora.email });
    const nameless: WirePerson = {};
    const rows = [nora, nameless, null];
    expect(own(facts, rows, (row) => row)).toEqual(rows);
    expect(own(facts, [nora, nameless, null, ida], (row) => row)).toEqual([nora]);
    expect(own(facts, [nameless, ida], (row) => row)).toEqual([]);
  });
});
