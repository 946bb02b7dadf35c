import { zoom } from "../../ipc/zoom";
import { readPreference, writePreference } from "../../preference";

/** Per cent at which the window can be drawn. */
export const sizes = [80, 90, 100, 110, 125, 150, 175, 200] as const;

/** How large everything in this laptop's window is drawn, for eyes that want it larger. */
export class Size {
  percent = $state<number>(100);

  /** Draws the window as it was drawn last. */
  async recall(): Promise<void> {
    const kept = Number(readPreference("size"));
    const size = sizes.find((one) => one === kept);
    if (size !== undefined && size !== 100) await this.choose(size);
  }

  larger(): Promise<void> {
    return this.choose(sizes.find((one) => one > this.percent) ?? this.percent);
  }

  smaller(): Promise<void> {
    return this.choose(sizes.findLast((one) => one < this.percent) ?? this.percent);
  }

  /** Draws the window at this many per cent, now and when it is opened again. */
  async choose(percent: number): Promise<void> {
    await zoom(percent / 100);
    this.percent = percent;
    writePreference("size", String(percent));
  }
}

export const size = new Size();
