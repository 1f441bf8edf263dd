import type { Stage } from "../stage";
import { calamariStage } from "./calamari";
import { clockodoStage } from "./clockodo";
import { kimaiStage } from "./kimai";
import { localStage } from "./local";

const stages = { local: localStage, kimai: kimaiStage, clockodo: clockodoStage, calamari: calamariStage };
export type EvalService = keyof typeof stages;
export const services = Object.keys(stages) as EvalService[];
export const isService = (name: string): name is EvalService => name in stages;

/** A freshly seeded account. @param folder where a file of its own may lie */
export const openStage = (service: EvalService, folder: string): Promise<Stage<unknown>> =>
  stages[service](folder) as Promise<Stage<unknown>>;
