import { z } from "zod";
import type { Ref } from "../../domain/entities";
import { InputError } from "../../domain/errors";
import type { Call } from "../../domain/ports";
import { sentOnce } from "../http/readback";
import type { Calamari } from "./context";
import { wireId } from "./ids";
import { endpoints } from "./paths";
import { createdProject, namedRows } from "./wire/shift";

/** Longest name (calamari-api.md §2.4). */
const longestName = 255;

/** All projects of the company. An operation that tells of nobody. */
export async function companyProjects({ client }: Calamari, call?: Call): Promise<Ref[]> {
  const rows = await client.send(namedRows, endpoints.projects, { about: "nobody" }, call);
  return rows.map(({ id, name }) => ({ id: String(id), name }));
}

/** A project for everybody; where the answer is lost, one of that name that was not there before is it. */
export async function makeProject(calamari: Calamari, given: string, call?: Call): Promise<Ref> {
  const { client, projects } = calamari;
  const name = given.trim();
  if (name === "" || name.length > longestName)
    throw new InputError("argument", `A project's name has 1 to ${longestName} characters.`);
  const old = new Set((await companyProjects(calamari, call)).map(({ id }) => id));
  const body = { name };
  const made = await sentOnce<Ref>(
    async () => {
      const { id } = await client.send(createdProject, endpoints.createProject, { about: "nobody", body }, call);
      return { id: String(id), name };
    },
    async () => (await companyProjects(calamari)).find((each) => each.name === name && !old.has(each.id)) ?? null,
    calamari.secondLookMs,
  );
  projects.forget();
  return made.value;
}

/** Nobody can book on it then; what was booked stays. */
export async function archiveProject(calamari: Calamari, id: string, call?: Call): Promise<void> {
  const { client, projects } = calamari;
  const body = { projectId: wireId(id, "a project") };
  await sentOnce<unknown>(
    () => client.send(z.unknown(), endpoints.archiveProject, { about: "nobody", body }, call),
    async () => ((await companyProjects(calamari)).some((each) => each.id === id) ? null : true),
    calamari.secondLookMs,
  );
  projects.forget();
}
