import { reachesNobodyElse } from "./stage";

reachesNobodyElse(
  "a client that may no more than track, of an account that may everything",
  { profile: "everything", limit: "track" },
  1,
);
