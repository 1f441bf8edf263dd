import { reachesNobodyElse } from "./stage";

reachesNobodyElse("a client with the profile track", { profile: "track" });
