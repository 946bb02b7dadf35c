import { beforeEach, afterEach, expect, test } from "vitest";
import { Router } from "../src/router.svelte";

/** A window's history, as far as the router uses it, without a browser's delays. */
function fakeWindow(hash = "") {
  const entries = [{ state: null as unknown, hash }];
  let at = 0;
  const ears = new Set<(event: PopStateEvent) => void>();
  const move = (by: number) => {
    at = Math.max(0, Math.min(entries.length - 1, at + by));
    location.hash = entries[at]?.hash ?? "";
    for (const hear of ears) hear({ state: entries[at]?.state } as PopStateEvent);
  };
  const location = { hash };
  const history = {
    pushState: (state: unknown, _: string, url: string) => {
      entries.splice(at + 1);
      entries.push({ state, hash: url });
      at += 1;
      location.hash = url;
    },
    replaceState: (state: unknown, _: string, url: string) => {
      entries[at] = { state, hash: url };
      location.hash = url;
    },
    back: () => move(-1),
    forward: () => move(1),
  };
  const follow = (url: string) => {
    history.pushState(null, "", url);
    for (const hear of ears) hear({ state: null } as PopStateEvent);
  };
  const owner = {
    location,
    history,
    addEventListener: (_: string, hear: (event: PopStateEvent) => void) => ears.add(hear),
    removeEventListener: (_: string, hear: (event: PopStateEvent) => void) => ears.delete(hear),
  };
  return { owner: owner as unknown as Window, follow, location };
}

let router: Router;
let fake: ReturnType<typeof fakeWindow>;
beforeEach(() => {
  fake = fakeWindow();
  router = new Router(fake.owner);
});
afterEach(() => router.close());

test("it begins at the start, or where the address says", () => {
  expect(router.route).toEqual({ view: "start", params: {} });
  const other = new Router(fakeWindow("#/assess?question=GOV-1").owner);
  expect(other.route).toEqual({ view: "assess", params: { question: "GOV-1" } });
});

test("an address that means nothing is the start", () => {
  expect(new Router(fakeWindow("#/nowhere?x=1").owner).view).toBe("start");
});

test("back and forward walk through the places", () => {
  expect(router.canGoBack).toBe(false);
  router.go("assess", { question: "GOV-1" });
  router.go("maturity");
  router.back();
  expect(router.route).toEqual({ view: "assess", params: { question: "GOV-1" } });
  expect([router.canGoBack, router.canGoForward]).toEqual([true, true]);
  router.forward();
  expect(router.view).toBe("maturity");
  expect(router.canGoForward).toBe(false);
});

test("going to where one is makes no step", () => {
  router.go("assess");
  router.go("assess");
  router.back();
  expect(router.view).toBe("start");
});

test("a new way ends the old one", () => {
  router.go("assess");
  router.back();
  router.go("roadmap");
  expect(router.canGoForward).toBe(false);
});

test("refining changes the address without a step", () => {
  router.go("assess", { question: "GOV-1" });
  router.refine({ question: "GOV-2" });
  expect(fake.location.hash).toBe("#/assess?question=GOV-2");
  router.back();
  expect(router.view).toBe("start");
});

test("a plain link is a step like any other", () => {
  fake.follow(router.href("maturity", { open: "people & culture" }));
  expect(router.route).toEqual({ view: "maturity", params: { open: "people & culture" } });
  expect(router.canGoBack).toBe(true);
  router.back();
  expect(router.view).toBe("start");
});
