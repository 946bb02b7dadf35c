import type { Component } from "svelte";
import { Brief } from "../features/brief";
import { Discover } from "../features/discover";
import { Guide } from "../features/guide";
import type { ViewName } from "../router.svelte";
import Architecture from "./Architecture.svelte";
import Assess from "./Assess.svelte";
import Evidence from "./Evidence.svelte";
import History from "./History.svelte";
import Maturity from "./Maturity.svelte";
import Report from "./Report.svelte";
import Roadmap from "./Roadmap.svelte";
import Start from "./Start.svelte";

/**
 * The views this build has. A view composes features into a Screen and takes no properties: where it is comes
 * from the router. Steps without a view are not in the rail.
 */
export const views: Readonly<Partial<Record<ViewName, Component>>> = {
  start: Start,
  brief: Brief,
  discover: Discover,
  assess: Assess,
  evidence: Evidence,
  maturity: Maturity,
  architecture: Architecture,
  roadmap: Roadmap,
  report: Report,
  history: History,
  guide: Guide,
};
