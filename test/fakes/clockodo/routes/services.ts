import { type Answered, type Asked, type FakeService, type FakeState, problem } from "../model";
import { flag, may, orNull, type Shelf, shelfRoute, text, within } from "./shelf";

const manage = "manage_services";
const price = 99_999_999.99;
const fields = { name: text(100), number: orNull(text(50)), active: flag, note: orNull(text(1000)) };

const serviceShelf: Shelf<FakeService> = {
  rows: (state) => state.services,
  fields: { ...fields, bill_service_id: orNull(text(50)) },
  needed: ["name"],
  fresh: (id) => ({ id, name: "", number: null, active: true, note: null }),
  show: (asked, { note, ...row }) => ({ ...row, ...(may(asked.user, manage) && { note, bill_service_id: null }) }),
  right: manage,
  wrong({ state }, before, after) {
    if (before?.active && !after.active && state.company.default_services_id === after.id)
      return problem(state, 422, "ArchiveCompanyDefaultIsNotAllowed", "It is the default service of the company.");
    return null;
  },
  relations: (state, { id }) => ({ entries: state.entries.filter((each) => each.services_id === id).length }),
  sweep(state, { id }) {
    state.entries = state.entries.filter((each) => each.services_id !== id);
  },
  filters: [],
  known: ["scope"],
};

const lumpSumShelf: Shelf<FakeState["lumpSumServices"][number]> = {
  rows: (state) => state.lumpSumServices,
  fields: { ...fields, price: within(-price, price), unit: orNull(text(6)) },
  needed: ["name", "price"],
  fresh: (id) => ({ id, name: "", number: null, active: true, note: null, price: 0, unit: null }),
  show: (asked, { note, ...row }) => ({ ...row, ...(may(asked.user, manage) && { note }) }),
  right: manage,
  relations: (state, { id }) => ({
    entries: state.entries.filter((each) => each.lumpsum_services_id === id).length,
  }),
  sweep(state, { id }) {
    state.entries = state.entries.filter((each) => each.lumpsum_services_id !== id);
  },
  filters: [],
  known: [],
};

export const services = (asked: Asked, [id]: string[]): Answered => shelfRoute(asked, id, serviceShelf);
export const lumpSumServices = (asked: Asked, [id]: string[]): Answered => shelfRoute(asked, id, lumpSumShelf);
