import type { ServiceDescriptor } from "../domain/service-descriptor";
import { calamari } from "./calamari/descriptor";
import { clockodo } from "./clockodo/descriptor";
import { kimai } from "./kimai/descriptor";
import { local } from "./local/descriptor";

/**
 * Every service that Punchcard speaks to, in the order in which people choose. A new one is a folder, a line here and the
 * one in adapters.ts that the compiler then asks for.
 */
export const services = [kimai, clockodo, calamari, local] as const satisfies readonly ServiceDescriptor[];
export type KnownService = (typeof services)[number]["id"];
