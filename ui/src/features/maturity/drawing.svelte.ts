import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { ChartView } from "../../ipc/generated/ChartView";

/** Width and height in pixels; a height of 0 lets the chart choose. */
export interface Size {
  width: number;
  height: number;
}

/** One drawing of the scorecard, made by the application for the width it is shown at. */
export class Drawing {
  view = $state.raw<ChartView | null>(null);
  failure = $state.raw<AppError | null>(null);
  readonly #make: (size: Size) => Promise<ChartView>;
  /** Height for a width, in pixels; 0 lets the chart choose. */
  readonly #height: (width: number) => number;
  #wanted = 0;
  #drawn = 0;
  #frame: number | undefined;
  #isAsking = false;

  constructor(
    chart: "radar" | "bars" | "heatmap" | ((size: Size) => Promise<ChartView>),
    height: (width: number) => number = () => 0,
  ) {
    this.#make = typeof chart === "function" ? chart : (size) => call("chart_get", { chart, ...size });
    this.#height = height;
  }

  /** Fits the drawing to a width. The old one stays until the new one is there; the last width asked for wins. */
  fit(width: number): void {
    this.#wanted = Math.round(width);
    if (this.#frame !== undefined || this.#wanted <= 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      void this.#draw();
    });
  }

  /** Draws again at the same width, since the scores have changed. */
  async renew(): Promise<void> {
    this.#drawn = 0;
    if (this.#wanted > 0) await this.#draw();
  }

  close(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  async #draw(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#drawn !== this.#wanted) {
        const width = this.#wanted;
        this.#drawn = width;
        this.view = await this.#make({ width, height: this.#height(width) });
        this.failure = null;
      }
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    } finally {
      this.#isAsking = false;
    }
  }
}
