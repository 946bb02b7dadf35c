import type { InitiativeView } from "../ipc/generated/InitiativeView";
import type { WaveView } from "../ipc/generated/WaveView";

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A roadmap drawn as the application draws it, near enough to look at. */
export function draw(
  initiatives: readonly InitiativeView[],
  waves: readonly WaveView[],
  width: number,
  selected: string,
): string {
  const weeks = 96;
  const [x0, top, pitch] = [Math.min(300, width * 0.36), 128, 17];
  const x = (week: number) => x0 + ((width - 12 - x0) * week) / weeks;
  const y = (row: number) => top + 4 + pitch * (row + 0.5);
  const bottom = top + pitch * initiatives.length + 6;
  const out: string[] = [];
  const text = (at: number, base: number, words: string, role = "ink", more = "") =>
    out.push(
      `<text x="${at}" y="${base}" font-size="12" class="fill-${role}"${more}>${escape(words)}</text>`,
    );
  const line = (points: string, role: string, more = "") =>
    out.push(`<polyline points="${points}" fill="none" class="stroke-${role}"${more}/>`);
  const bold = ' font-weight="600"';

  text(4, 16, "Projected score", "ink", bold);
  text(4, 32, "after each wave, if the", "ink-2");
  text(4, 47, "expected lifts arrive", "ink-2");
  text(x0 - 8, 26, "target 3.2", "accent", ' text-anchor="end"');
  text(x0 - 8, 68, "today 2.3", "ink-2", ' text-anchor="end"');
  line(`${x0},22 ${x(94)},22`, "accent", ' stroke-dasharray="3 3"');
  let [from, level] = [x0, 64];
  waves.forEach((wave, at) => {
    const to = x(wave.to);
    const next = [54, 40, 31, 22][at] ?? 22;
    line(`${from},${level} ${to},${level} ${to},${next}`, "ink", ' stroke-width="1.75"');
    out.push(`<circle cx="${to}" cy="${next}" r="3.5" class="fill-ink"/>`);
    const isLast = at === waves.length - 1;
    const more = isLast ? `${bold} text-anchor="end"` : bold;
    text(to + (isLast ? -8 : 8), next + 14, (wave.overall.score ?? 0).toFixed(1), "ink", more);
    [from, level] = [to, next];
    line(`${x(wave.from)},0 ${x(wave.from)},${bottom}`, "line");
    text(x(wave.from) + 6, 98, `Wave ${wave.id}`, "ink", bold);
    text(x(wave.from) + 6, 113, wave.title.split(" ")[0] ?? "", "ink-2");
  });
  line(`0,84 ${width},84`, "line");
  line(`0,${top} ${width},${top}`, "ink-3");

  const needs = initiatives.find((one) => one.id === selected)?.needs ?? [];
  initiatives.forEach((one, row) => {
    const isSelected = one.id === selected;
    const isRelated = needs.includes(one.id) || one.needs.includes(selected);
    const strong = isSelected || isRelated || (selected === "" && one.isCritical);
    const role = isSelected ? "accent" : strong ? "related" : "bar";
    const weight = strong ? bold : "";
    if (isSelected)
      out.push(
        `<rect x="-12" y="${y(row) - 8.5}" width="${width + 24}" height="17" rx="2" class="fill-selected-row"/>`,
      );
    out.push(
      `<g data-id="${one.id}"><title>${one.id} ${escape(one.title)}: week ${one.start + 1} to ${one.end}</title>`,
    );
    out.push(
      `<rect x="0" y="${y(row) - 8.5}" width="${width}" height="17" class="fill-none" fill-opacity="0"/>`,
    );
    text(4, y(row) + 4, one.id, isSelected ? "accent" : "ink-2", weight);
    const room = Math.floor((x0 - 64) / 6.6);
    const title = one.title.length > room ? `${one.title.slice(0, room - 1)}…` : one.title;
    text(54, y(row) + 4, title, "ink", weight);
    line(`${x(one.end)},${y(row)} ${x(one.end + 2)},${y(row)}`, role, ' stroke-width="1.5"');
    out.push(
      `<rect x="${x(one.start)}" y="${y(row) - 5}" width="${x(one.end) - x(one.start)}" height="10" rx="1.5" class="fill-${role}"/></g>`,
    );
  });
  initiatives.forEach((one, row) => {
    for (const need of one.needs) {
      const before = initiatives.findIndex((other) => other.id === need);
      if (before < 0 || (one.id !== selected && need !== selected)) continue;
      const end = x(initiatives[before]?.end ?? 0);
      const turn = Math.max(x(one.start) - 6, end + 4);
      line(
        `${end},${y(before)} ${turn},${y(before)} ${turn},${y(row)} ${x(one.start) - 1},${y(row)}`,
        "accent",
        ' stroke-width="1.5"',
      );
    }
  });
  line(`0,${bottom} ${width},${bottom}`, "ink-3");
  ["Jan 27", "Apr", "Jul", "Oct", "Jan 28", "Apr", "Jul", "Oct"].forEach((month, at) =>
    text(x(at * 13), bottom + 17, month, "ink-2"),
  );
  const roles: [string, string, number][] = [
    ["Data engineer", "4 people", 1],
    ["Steward", "3 people", 0.5],
    ["CX lead", "1 person", 0.4],
    ["Privacy officer", "1 person", 0.7],
  ];
  roles.forEach(([role, people, peak], at) => {
    const base = bottom + 54 + at * 27;
    text(4, base, role);
    text(x0 - 8, base, people, "ink-2", ' text-anchor="end"');
    for (let month = 0; month < 22; month += 1) {
      const share = Math.max(0.1, peak * Math.sin(((month + 2) / 24) * Math.PI));
      out.push(
        `<rect x="${x(month * 4.3) + 0.5}" y="${base - 15 * share}" width="${x(4.3) - x0 - 1}" height="${15 * share}" class="fill-${share > 0.9 ? "related" : "bar"}"/>`,
      );
    }
    line(`${x0},${base} ${x(94)},${base}`, "line");
  });
  const height = bottom + 54 + 4 * 27;
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${out.join("")}</svg>`;
}
