import { expect, test } from "vitest";
import OriginLink from "../src/frame/OriginLink.svelte";
import { placeOf } from "../src/frame/origin";
import { router } from "../src/router.svelte";
import { one, render } from "./render";

test.each([
  ["goals", "GOAL-1", "#/discover?kind=goals&record=GOAL-1"],
  ["use_cases", "UC-2", "#/discover?kind=use_cases&record=UC-2"],
  ["sources", "", "#/discover?kind=sources"],
  ["participants", "PART-1", "#/brief?participant=PART-1"],
  ["profile", "profile", "#/brief"],
  ["question", "GOV-1", "#/assess?question=GOV-1"],
  ["dimension", "governance", "#/maturity?dimension=governance"],
  ["initiative", "INI-39", "#/roadmap?initiative=INI-39"],
  ["component", "storage.tables.s3", "#/architecture?component=storage.tables.s3"],
])("%s %s is shown at %s", (kind, id, address) => {
  const place = placeOf({ kind, id });
  expect(place && router.href(place.view, place.params)).toBe(address);
});

test("a rule of the pack has no place, and is plain text", () => {
  expect(placeOf({ kind: "rule", id: "R-STO-04" })).toBeNull();
  render(OriginLink, { origin: { kind: "rule", id: "R-STO-04", label: "R-STO-04" } });
  expect(document.querySelector("a")).toBeNull();
  expect(document.body.textContent).toContain("R-STO-04");
});

test("a code stands for what people call by code, a label for the rest", () => {
  render(OriginLink, { origin: { kind: "use_cases", id: "UC-2", label: "Next-best offer" }, shows: "code" });
  expect(one("a").textContent).toBe("UC-2");
  expect(one("a").title).toBe("Next-best offer");
  const other = render(OriginLink, {
    origin: { kind: "component", id: "storage.tables.s3", label: "S3 Tables" },
    shows: "code",
  });
  expect(one("a", other).textContent).toBe("S3 Tables");
});
