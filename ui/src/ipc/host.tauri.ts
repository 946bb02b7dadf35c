import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { language } from "../words/language.svelte";
import type { Host } from "./host";

/** The real window. The only file that knows which toolkit draws it. */
export const tauriHost: Host = {
  invoke: (name, request) => invoke(name, { request, language: language.code }),
  listen: (event, hear) => listen(event, ({ payload }) => hear(payload)),
  zoom: (value) => invoke("plugin:webview|set_webview_zoom", { value }),
};
