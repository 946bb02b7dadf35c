import { words } from "../../words/en";
import type { Inventory } from "../record";
import { applies } from "../record";
import { journey, painOutside, stageOf } from "./journey";
import { quadrantOf, standingOf } from "./rating";

/** The ways to look at the use cases; every other inventory is a grid only. */
export type View = "grid" | "value" | "journeys";

export const viewOf = (kind: string, name: string | undefined): View =>
  kind === "use_cases" && (name === "value" || name === "journeys") ? name : "grid";

/** The finding of a view and the sentence under it; null where the application's own headline stands. */
export function headingOf(
  view: View,
  useCases: Inventory,
  personas: Inventory,
): { title: string; summary: string } | null {
  const records = useCases.table?.rows ?? [];
  if (view === "grid" || records.length === 0) return null;
  if (view === "value") {
    const quadrants = records.map((record) => quadrantOf(standingOf(record, useCases.fields)));
    const placed = quadrants.filter((quadrant) => quadrant !== null).length;
    const both = quadrants.filter((quadrant) => quadrant === "first").length;
    const w = words.discover.field;
    return { title: w.finding(both, placed, records.length), summary: w.about };
  }
  const people = personas.table?.rows ?? [];
  const stages = journey(useCases.field("journey_stage"), records, people);
  const untouched = stages.filter((stage) => stage.useCases.length === 0).map((stage) => stage.label);
  const placed = stages.reduce((sum, stage) => sum + stage.useCases.length, 0);
  const unknown = records.filter(
    (record) => stageOf(record) === null && applies("use_cases", "journey_stage", record.values),
  ).length;
  const { all, outside } = painOutside(stages, people);
  const w = words.discover.journey;
  const sentences = [
    placed > 0 && untouched.length > 2 ? w.untouched(untouched) : "",
    unknown > 0 ? w.unknown(unknown) : "",
    personas.table ? w.pain(outside.length, all.length) : "",
  ];
  return { title: w.finding(untouched, stages.length, placed), summary: sentences.filter(Boolean).join(" ") };
}
