import type { ProfileView } from "../../ipc/generated/ProfileView";
import { dateText } from "../../format";
import { words } from "../../words/en";

const dates = ["workshop_start", "workshop_end", "report_date", "roadmap_start"];

/** What the brief says so far: what is agreed, and what is still missing. */
export function standing(profile: ProfileView, participants: number): { title: string; lede: string } {
  const has = (name: string) => {
    const value = profile.values[name];
    return value !== undefined && value !== null && value !== "";
  };
  const missingDates = dates.filter((name) => !has(name)).length;
  const missing = [
    ...(missingDates > 0 ? [words.brief.missingDates(missingDates, dates.length)] : []),
    ...(has("sponsor") ? [] : [words.brief.missingSponsor]),
    ...(participants > 0 ? [] : [words.brief.missingParticipants]),
  ];
  const title =
    missing.length === 0
      ? has("scope")
        ? words.brief.complete
        : words.brief.onlyScope
      : has("scope")
        ? words.brief.scopeBut(missing)
        : words.brief.noScope(missing);
  const industry = profile.fields
    .find((field) => field.name === "industry")
    ?.options.find((option) => option.word === profile.values.industry)?.label;
  const start = profile.values.workshop_start;
  return {
    title,
    lede: words.brief.lede(
      String(profile.values.client ?? ""),
      industry ?? null,
      typeof start === "string" ? dateText(start) : null,
      participants,
    ),
  };
}
