import "./styles/reset.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/roles.css";
import { mount, type Component } from "svelte";
import { setHost } from "./ipc/host";
import { tauriHost } from "./ipc/host.tauri";
import { theme } from "./theme.svelte";

setHost(tauriHost);

/** One bundle, several windows: the query says which. */
async function chosen(): Promise<Component> {
  const view = new URLSearchParams(location.search).get("view");
  if (view === "room") {
    const { room } = await import("./views/registry");
    if (room) {
      theme.follow();
      return room;
    }
  }
  // Known when the bundle is made, so the gallery is left out of what is shipped.
  if ((import.meta.env.DEV || import.meta.env.MODE === "gallery") && view === "gallery") {
    return (await import("./gallery/Gallery.svelte")).default;
  }
  // The application itself, over an engagement in memory: index.html?view=dev#/discover?kind=sources
  if ((import.meta.env.DEV || import.meta.env.MODE === "gallery") && view === "dev") {
    setHost((await import("./dev/host")).devHost(new URLSearchParams(location.search)));
  }
  return (await import("./App.svelte")).default;
}

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");
mount(await chosen(), { target });
