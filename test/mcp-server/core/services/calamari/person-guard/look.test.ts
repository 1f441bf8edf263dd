import { reachesNobodyElse } from "./stage";

reachesNobodyElse("a client with the profile look", { profile: "look" }, 2);
