import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { MessageText } from "../../../messages/catalog";
import type { About } from "../client/client";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { wireId } from "../mapping/ids";
import { refOf } from "../mapping/person";
import type { CreatedProject } from "../wire/shift";

/** Longest name (calamari-api.md §2.4). */
const longestName = 255;

/** All projects of the company. An operation that tells of nobody. */
export async function companyProjects({ client }: Calamari, call?: Call): Promise<Ref[]> {
  return (await client.send(endpoints.projects, { about: "nobody" }, call)).map(refOf);
}

/** A new project in Calamari's words; without restrictions everybody may book on it. */
export interface ProjectBody {
  name: string;
  restrictedToPersons?: string[];
  restrictedToTeams?: string[];
}

/**
 * Where the answer is lost, one of that name that was not there before is it.
 * @param about others, where the body names them
 */
export async function makeProject(
  calamari: Calamari,
  given: ProjectBody,
  call?: Call,
  about: About = "nobody",
): Promise<{ made: CreatedProject; notes: MessageText[] }> {
  const body = { ...given, name: given.name.trim() };
  if (body.name === "" || body.name.length > longestName)
    throw new InputError("argument", `A project's name has 1 to ${longestName} characters.`);
  const old = new Set((await companyProjects(calamari, call)).map(({ id }) => id));
  const { value, notes } = await calamari.saveOnce<CreatedProject>(
    () => calamari.client.send(endpoints.createProject, { about, body }, call),
    async () => {
      const found = (await companyProjects(calamari)).find(({ id, name }) => name === body.name && !old.has(id));
      return found ? { id: Number(found.id), name: found.name } : null;
    },
  );
  calamari.projects.forget();
  return { made: value, notes };
}

/** Nobody can book on it then; what was booked stays. */
export async function archiveProject(calamari: Calamari, id: string, call?: Call): Promise<void> {
  const body = { projectId: wireId(id, "a project") };
  await calamari.saveOnce<unknown>(
    () => calamari.client.send(endpoints.archiveProject, { about: "nobody", body }, call),
    async () => ((await companyProjects(calamari)).some((each) => each.id === id) ? null : true),
  );
  calamari.projects.forget();
}
