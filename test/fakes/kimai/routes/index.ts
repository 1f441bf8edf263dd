import { type Answered, type Asked, fail } from "../model";
import { actions } from "./actions";
import { activities, customers, projects } from "./catalogue";
import { favourites } from "./favourites";
import { invoices } from "./invoices";
import { people } from "./people";
import { pluginRoute } from "./plugins";
import { system } from "./system";
import { tags } from "./tags";
import { teams } from "./teams";
import { timesheets } from "./timesheets";

/** @param path what follows `/api/`, decoded and split */
export function route(asked: Asked, method: string, path: string[]): Answered {
  const [first = "", ...rest] = path;
  switch (first) {
    case "timesheets":
      return timesheets(asked, method, rest);
    case "customers":
      return customers(asked, method, rest);
    case "projects":
      return projects(asked, method, rest);
    case "activities":
      return activities(asked, method, rest);
    case "tags":
      return tags(asked, method, rest);
    case "favorites":
      return favourites(asked, method, rest);
    case "actions":
      return actions(asked, method, rest);
    case "users":
      return people(asked, method, rest);
    case "teams":
      return teams(asked, method, rest);
    case "invoices":
      return invoices(asked, method, rest);
  }
  const plugin = pluginRoute(asked, method, path);
  if (plugin) return plugin;
  const answer = system(asked, path.join("/"));
  if (!answer) return fail(404);
  return method === "GET" ? answer : fail(405);
}
