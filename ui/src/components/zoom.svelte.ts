/** How much larger or smaller one step makes a picture. */
const step = 1.2;
const largest = 4;
const smallest = 0.2;
/** Down to this scale the words of a picture are read with ease. */
const legible = 0.84;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How large a picture is shown. Until somebody says otherwise it has the size at which its words can be read; it is scrolled
 * rather than shrunk below that.
 */
export class Zoom {
  /** The room there is, in pixels. */
  room = $state.raw<Size>({ width: 0, height: 0 });
  /** The picture's own size. */
  size = $state.raw<Size>({ width: 0, height: 0 });
  #asked = $state<number | "whole" | null>(null);

  readonly isKnown = $derived(this.room.width > 0 && this.size.width > 0 && this.size.height > 0);

  /** All of it in sight. */
  readonly whole = $derived(
    this.isKnown
      ? Math.max(
          smallest,
          Math.min(this.room.width / this.size.width, this.room.height / this.size.height, 1.6),
        )
      : 1,
  );

  /** As wide as the room, within what can be read; it grows with a large window as far as its height is in sight. */
  readonly readable = $derived.by(() => {
    if (!this.isKnown) return 1;
    const high = this.room.height / this.size.height;
    const inSight = high < 0.94 ? 1 : high;
    const wide = this.room.width / this.size.width;
    // Where little is missing, all of its width in sight is worth more than the last bit of size.
    const shown = wide < legible && wide >= legible * 0.94 ? wide : Math.max(wide, legible);
    return Math.min(shown, inSight, 1.6);
  });

  readonly scale = $derived(this.#asked === "whole" ? this.whole : (this.#asked ?? this.readable));
  readonly isWhole = $derived(this.#asked === "whole" || Math.abs(this.scale - this.whole) < 0.005);
  /** The width of the picture in pixels; null while its room is not known. */
  readonly width = $derived(this.isKnown ? Math.round(this.size.width * this.scale) : null);
  readonly canGrow = $derived(this.scale < largest);
  readonly canShrink = $derived(this.scale > Math.min(this.whole, smallest));

  to(scale: number): void {
    this.#asked = Math.min(largest, Math.max(smallest, scale));
  }
  in(): void {
    this.to(this.scale * step);
  }
  out(): void {
    this.to(this.scale / step);
  }
  /** Shows all of it; where all of it is shown, it gets its readable size again. */
  fit(): void {
    this.#asked = this.isWhole ? null : "whole";
  }
}
