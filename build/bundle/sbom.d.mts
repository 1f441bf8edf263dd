import type { Project } from "../project.mjs";
import type { Component } from "./components.mjs";

interface BillOfMaterials {
  bomFormat: string;
  specVersion: string;
  metadata: { component: { name: string; version: string } };
  components: { name: string; version: string; purl: string; type: string }[];
}
export function billOfMaterials(
  own: { name: string; version: string; license: string },
  products: Record<string, Component[]>,
  site?: Project,
): BillOfMaterials;
